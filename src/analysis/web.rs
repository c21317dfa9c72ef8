//! What the answers of the web come to, as far as several rules rest on it.
//!
//! Apart from the rules because a sign-in page clears the line, and a wrong clock whoever shows certificates.

use crate::evidence::web::{Handshake, Page, Secure, SignIn, Web};
use crate::evidence::{Failure, Outcome};

/// True for a page that somebody put in the place of the known one (CATALOGUE D, 3).
pub(crate) const fn is_in_its_place(page: &SignIn) -> bool {
    /// "Network Authentication Required" (RFC 6585).
    const SIGN_IN: u16 = 511;
    match page.page {
        Page::Redirect { upgrade, .. } => !upgrade,
        Page::Other { .. } => true,
        Page::Status { status } => status == SIGN_IN,
        Page::Open | Page::NoName | Page::Failed { .. } => false,
    }
}

/// Certificates that this system accepted.
pub(crate) fn verified(web: &Web) -> usize {
    web.anchors().filter(|secure| secure.handshake == Handshake::Verified).count()
}

/// True where the connection stood and then large packets did not come through, one way or the other.
pub(crate) fn is_stuck(secure: &Secure) -> bool {
    secure.handshake == Handshake::Stalled
        || matches!(secure.upload, Outcome::Failed(Failure::TimedOut))
}
