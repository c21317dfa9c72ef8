//! Where the DHCP clients of Linux keep their leases.
//!
//! It is apart from the kernel's answers because these are files, of whichever client runs here.

use super::super::Link;
use super::super::leases::{Lease, files};
use crate::evidence::{Outcome, Why};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// No lease is longer.
const LIMIT_BYTES: u64 = 1 << 20;

/// The newest lease of an interface, wherever its DHCP client keeps it.
pub(super) fn newest(link: &Link) -> Outcome<Lease> {
    let mut denied = false;
    let mut note = |error: &io::Error| denied |= error.kind() == io::ErrorKind::PermissionDenied;

    let networkd = PathBuf::from(format!("/run/systemd/netif/leases/{}", link.index));
    let mut files = vec![networkd];
    for (directory, named) in [
        // NetworkManager's own client names its files after the connection and the interface.
        ("/var/lib/NetworkManager", true),
        // dhclient keeps all interfaces in one file, or one in each.
        ("/var/lib/dhcp", false),
        ("/var/lib/dhclient", false),
        ("/var/lib/dhcpcd", true),
    ] {
        match fs::read_dir(directory) {
            Ok(entries) => {
                files.extend(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(
                    |path| {
                        let name = path.file_name().map(|name| name.to_string_lossy());
                        name.is_some_and(|name| {
                            name.contains(".lease") && (!named || name.contains(&link.name))
                        })
                    },
                ));
            }
            Err(error) => note(&error),
        }
    }
    // The newest last.
    files.sort_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok());
    let mut lease = Lease::default();
    for path in files {
        match read(&path) {
            // What a newer file leaves open, an older one may say.
            Ok(bytes) => {
                let newer = files::lease(&bytes, &link.name).unwrap_or_default();
                lease.router = newer.router.or(lease.router);
                if !newer.resolvers.is_empty() {
                    lease.resolvers = newer.resolvers;
                }
                lease.sign_in_api = newer.sign_in_api.or(lease.sign_in_api);
            }
            Err(error) => note(&error),
        }
    }
    // systemd-networkd keeps what routers advertise of it, and what the lease says, with the link.
    if let Ok(bytes) = read(&PathBuf::from(format!("/run/systemd/netif/links/{}", link.index))) {
        let told = files::sign_in_api(&String::from_utf8_lossy(&bytes));
        lease.sign_in_api = told.or(lease.sign_in_api);
    }
    if lease != Lease::default() {
        Outcome::Measured(lease)
    } else if denied {
        Outcome::Unavailable(Why::PermissionDenied)
    } else {
        Outcome::Unavailable(Why::NothingThere)
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LIMIT_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}
