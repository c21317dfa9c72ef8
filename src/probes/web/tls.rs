//! The encrypted part of a connection, held to the certificates that this system trusts.
//!
//! A root that a security program or a company added is its owner's choice: no store of our own is
//! asked beside the system's.

use crate::evidence::web::Handshake;
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The way to begin encrypted connections; `None` inside where the system has no store.
#[derive(Clone)]
pub(crate) struct Trust(Option<Arc<ClientConfig>>);

impl Trust {
    /// Reads the system's store.
    pub(crate) fn of_this_system() -> Self {
        let mut roots = RootCertStore::empty();
        // What is in the store and is no certificate is no reason to trust less in the rest.
        let (good, _) =
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self((good > 0).then(|| config(roots)).flatten())
    }

    /// Begins the encrypted part as a client of `host`; its answer has to come within `within`.
    pub(crate) async fn greet<S>(
        &self,
        stream: S,
        host: &str,
        within: Duration,
    ) -> Result<TlsStream<S>, Handshake>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let config = self.0.clone().ok_or(Handshake::NoStore)?;
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Handshake::Broken)?;
        match timeout(within, TlsConnector::from(config).connect(name, stream)).await {
            Err(_) => Err(Handshake::Stalled),
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(error)) => Err(error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<rustls::Error>())
                .map_or(Handshake::Broken, bad)),
        }
    }
}

fn config(roots: RootCertStore) -> Option<Arc<ClientConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // A resumed connection shows no certificate and needs no large packets.
    config.resumption = Resumption::disabled();
    Some(Arc::new(config))
}

fn bad(error: &rustls::Error) -> Handshake {
    use CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => Handshake::NotYetValid,
            Bad::Expired | Bad::ExpiredContext { .. } => Handshake::Expired,
            Bad::UnknownIssuer => Handshake::UnknownIssuer,
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Handshake::WrongName,
            _ => Handshake::OtherCertificate,
        },
        _ => Handshake::Broken,
    }
}
