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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt as _;

    const WITHIN: Duration = Duration::from_secs(2);

    fn trust() -> Trust {
        Trust(config(RootCertStore::empty()))
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_answer_the_greeting_is_stuck() {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let greeted = trust().greet(ours, "host.test", WITHIN).await;
        assert_eq!(greeted.unwrap_err(), Handshake::Stalled);
        drop(theirs);
    }

    #[tokio::test]
    async fn whoever_speaks_something_else_or_hangs_up_broke_it_off() {
        for says in [
            &b""[..],
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            // An alert: the name is not known.
            b"\x15\x03\x03\x00\x02\x02\x70",
            // A length beyond what a record may have.
            b"\x16\x03\x03\xff\xff\x02\x00\x00",
        ] {
            let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
            theirs.write_all(says).await.unwrap();
            theirs.shutdown().await.unwrap();
            let greeted = trust().greet(ours, "host.test", WITHIN).await;
            assert_eq!(greeted.unwrap_err(), Handshake::Broken, "{says:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_server_says_the_greeting_ends(
            kind in prop::sample::select(vec![0x14_u8, 0x15, 0x16, 0x17, 0x80, b'H']),
            length: u16,
            body in prop::collection::vec(any::<u8>(), 0..512),
            hangs_up: bool,
        ) {
            let says = [&[kind, 3, 3], &length.to_be_bytes()[..], &body].concat();
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = runtime.enable_time().start_paused(true).build().unwrap();
            let greeted = runtime.block_on(async {
                let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
                theirs.write_all(&says).await.unwrap();
                if hangs_up {
                    theirs.shutdown().await.unwrap();
                }
                let greeted = trust().greet(ours, "host.test", WITHIN).await;
                drop(theirs);
                greeted.map(|_| ())
            });
            let ended = matches!(greeted, Err(Handshake::Stalled | Handshake::Broken));
            prop_assert!(ended, "{greeted:?}");
        }
    }

    #[tokio::test]
    async fn without_a_store_and_with_no_name_nothing_is_begun() {
        let (ours, _theirs) = tokio::io::duplex(64);
        assert_eq!(
            Trust(None).greet(ours, "host.test", WITHIN).await.unwrap_err(),
            Handshake::NoStore
        );
        let (ours, _theirs) = tokio::io::duplex(64);
        assert_eq!(trust().greet(ours, "no name", WITHIN).await.unwrap_err(), Handshake::Broken);
    }

    #[test]
    fn each_fault_of_a_certificate_has_its_word() {
        let word = |fault| bad(&rustls::Error::InvalidCertificate(fault));
        for (fault, expected) in [
            (CertificateError::Expired, Handshake::Expired),
            (CertificateError::NotValidYet, Handshake::NotYetValid),
            (CertificateError::UnknownIssuer, Handshake::UnknownIssuer),
            (CertificateError::NotValidForName, Handshake::WrongName),
            (CertificateError::BadSignature, Handshake::OtherCertificate),
        ] {
            assert_eq!(word(fault), expected);
        }
        assert_eq!(bad(&rustls::Error::DecryptError), Handshake::Broken);
    }
}
