//! What became of the attempts to join a network: the kernel's reports, put together to attempts.
//!
//! It is apart from the rules because four of them read the same sequence, and must not come to
//! different ends over it. The sequences are those seen on a real kernel (CATALOGUE A3).

use crate::evidence::joining::{Event, Joining, What};

/// Attempts to join, counted by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Attempts {
    /// The key was refused.
    pub(crate) wrong_key: u32,
    /// This device was refused before any key was asked for.
    pub(crate) refused: u32,
    /// Refused because there is no room.
    pub(crate) full: u32,
    /// Refused because the lock is not the one that the access point wants.
    pub(crate) lock: u32,
    /// Refused for another reason, or for one that says nothing.
    pub(crate) unclear: u32,
    /// Got in, and was taken down before the key exchange can have been over.
    pub(crate) broken_off: u32,
    /// Nobody answered.
    pub(crate) unanswered: u32,
    /// How a link that was there ended, when nothing was tried after it.
    pub(crate) ended: Option<Ended>,
    /// The attempt that was still under way when the watch ended.
    pub(crate) under_way: Option<UnderWay>,
}

/// How far an attempt without an end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnderWay {
    /// It may still succeed.
    Early,
    /// Let in, and by now the keys are late: [`KEYS_LATE_MS`].
    WithoutKeys,
}

/// The end of a link that was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) at_ms: u64,
    pub(crate) how: How,
}

/// Who ended a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// The access point was not heard any more.
    Vanished,
    /// This computer took it down.
    Left,
    /// The access point took it down.
    Dropped,
}

/// Authentication algorithms (IEEE 802.11, 9.4.1.1).
const SHARED_KEY: u16 = 1;
const SAE: u16 = 3;
/// SAE's second frame; the first one commits, the second one proves the password.
const CONFIRM: u16 = 2;

/// Status codes (IEEE 802.11, 9.4.1.9).
const UNSPECIFIED: u16 = 1;
const DENIED: u16 = 12;
/// Another way to authenticate is wanted.
const OTHER_ALGORITHM: u16 = 13;
const CHALLENGE_FAILED: u16 = 15;
const TIMED_OUT: u16 = 16;
const NO_ROOM: u16 = 17;
/// "Try again later": the same attempt goes on.
const COME_BACK: u16 = 30;
/// Management frames have to be protected.
const UNPROTECTED: u16 = 31;
const DECLINED: u16 = 37;
/// Another cipher or key management is wanted.
const OTHER_CIPHER: std::ops::RangeInclusive<u16> = 41..=46;
/// SAE asks for a token or another group, or agrees on a newer way: the same attempt goes on.
const SAE_GOES_ON: [u16; 4] = [76, 77, 126, 127];

/// Reason codes (IEEE 802.11, 9.4.1.7).
const KEY_NO_LONGER_VALID: u16 = 2;
const NOT_HEARD: u16 = 4;
const KEY_EXCHANGE_TIMED_OUT: u16 = 15;

/// A key exchange is over by then: access points give up after 4 tries a second apart, and
/// `wpa_supplicant` after 10 s. What ends later is the end of a link.
const KEY_EXCHANGE_MS: u64 = 12_000;

/// Keys that fit are exchanged within a tenth of a second of being let in. An access point asks again
/// after a second without an answer that fits, so that what is slower than this was asked twice.
const KEYS_LATE_MS: u64 = 1200;

/// How far the attempt under way has come.
#[derive(Clone, Copy)]
enum Stage {
    /// Nothing tried yet: a link may have been there.
    Start,
    Asking,
    /// Let in at this time; the key exchange follows.
    In(u64),
    /// The attempt or the link is over; what else is reported of it is its echo.
    Over,
}

impl Attempts {
    /// Reads the reports in order.
    pub(crate) fn of(joining: &Joining) -> Self {
        let mut attempts = Self::default();
        let mut stage = Stage::Start;
        for event in &joining.events {
            stage = attempts.take(stage, event);
        }
        attempts.under_way = match stage {
            Stage::Start | Stage::Over => None,
            _ if joining.joined => None,
            Stage::In(since) if joining.watched_ms.saturating_sub(since) >= KEYS_LATE_MS => {
                Some(UnderWay::WithoutKeys)
            }
            Stage::Asking | Stage::In(_) => Some(UnderWay::Early),
        };
        attempts
    }

    /// True when somebody or something turned an attempt down.
    pub(crate) const fn turned_down(&self) -> bool {
        self.wrong_key + self.refused + self.full + self.lock + self.unclear + self.broken_off > 0
    }

    fn take(&mut self, stage: Stage, event: &Event) -> Stage {
        match event.what {
            What::Deauthenticated { reason, local } | What::Disconnected { reason, local } => {
                self.end(stage, event.at_ms, reason, local);
                return Stage::Over;
            }
            // A link that ended and was tried again did not end for good.
            _ => self.ended = None,
        }
        match event.what {
            What::Authenticated { status: 0, .. } => return Stage::Asking,
            What::Authenticated { algorithm: SAE, transaction, status }
                if transaction < CONFIRM && SAE_GOES_ON.contains(&status) =>
            {
                return Stage::Asking;
            }
            What::Authenticated { algorithm: SAE, transaction: CONFIRM, .. }
            | What::Authenticated { algorithm: SHARED_KEY, status: CHALLENGE_FAILED, .. } => {
                self.wrong_key += 1;
            }
            What::Associated { status: 0 } | What::Connected { status: 0 } => {
                return match stage {
                    Stage::In(since) => Stage::In(since),
                    Stage::Start | Stage::Asking | Stage::Over => Stage::In(event.at_ms),
                };
            }
            What::Associated { status: COME_BACK } => return stage,
            What::Authenticated { status, .. } | What::Associated { status } => {
                self.turn_down(status);
            }
            // Some drivers report only this, with a status that says nothing of its own.
            What::Connected { status } if !matches!(stage, Stage::Over) => match status {
                NO_ROOM => self.full += 1,
                TIMED_OUT => self.unanswered += 1,
                _ => self.unclear += 1,
            },
            What::AuthenticationTimedOut | What::AssociationTimedOut => self.unanswered += 1,
            What::Connected { .. } | What::Deauthenticated { .. } | What::Disconnected { .. } => {}
        }
        Stage::Over
    }

    /// An answer that lets nobody in.
    fn turn_down(&mut self, status: u16) {
        match status {
            UNSPECIFIED | DENIED | DECLINED => self.refused += 1,
            NO_ROOM => self.full += 1,
            OTHER_ALGORITHM | UNPROTECTED => self.lock += 1,
            status if OTHER_CIPHER.contains(&status) => self.lock += 1,
            _ => self.unclear += 1,
        }
    }

    /// The end of an attempt or of a link.
    fn end(&mut self, stage: Stage, at_ms: u64, reason: u16, local: bool) {
        let how = match (reason, local) {
            (NOT_HEARD, true) => How::Vanished,
            (_, true) => How::Left,
            (_, false) => How::Dropped,
        };
        match (stage, reason) {
            (Stage::Over, _) => {}
            (_, KEY_EXCHANGE_TIMED_OUT) => self.wrong_key += 1,
            (Stage::In(_), KEY_NO_LONGER_VALID) if !local => self.wrong_key += 1,
            (Stage::In(since), _)
                if how != How::Vanished && at_ms.saturating_sub(since) < KEY_EXCHANGE_MS =>
            {
                self.broken_off += 1;
            }
            (Stage::Start | Stage::In(_), _) => self.ended = Some(Ended { at_ms, how }),
            (Stage::Asking, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Outcome, Why};

    const fn auth(algorithm: u16, transaction: u16, status: u16) -> What {
        What::Authenticated { algorithm, transaction, status }
    }
    const ASSOCIATED: What = What::Associated { status: 0 };
    const CONNECTED: What = What::Connected { status: 0 };
    const fn deauth(reason: u16, local: bool) -> What {
        What::Deauthenticated { reason, local }
    }
    const fn gone(reason: u16, local: bool) -> What {
        What::Disconnected { reason, local }
    }

    /// The events one second apart.
    fn attempts(events: &[What]) -> Attempts {
        Attempts::of(&Joining {
            joined: false,
            watched_ms: 35_000,
            events: (0..)
                .zip(events)
                .map(|(n, what)| Event { at_ms: n * 1000, what: *what })
                .collect(),
            scans: 0,
            networks: Outcome::NotTried(Why::NotNeeded),
        })
    }

    #[test]
    fn each_sequence_has_its_own_end() {
        let none = Attempts::default();
        let ended = |at_ms, how| Some(Ended { at_ms, how });
        for (events, expected) in [
            (vec![], none),
            // WPA2: let in, then the key exchange fails; the two reports of one end count once.
            (
                vec![auth(0, 2, 0), ASSOCIATED, CONNECTED, deauth(15, false), gone(15, false)],
                Attempts { wrong_key: 1, ..none },
            ),
            (vec![auth(0, 2, 0), ASSOCIATED, deauth(2, false)], Attempts { wrong_key: 1, ..none }),
            (vec![auth(0, 2, 0), ASSOCIATED, deauth(15, true)], Attempts { wrong_key: 1, ..none }),
            // The run began in the middle of an attempt.
            (vec![deauth(15, false), gone(15, false)], Attempts { wrong_key: 1, ..none }),
            (vec![deauth(2, false)], Attempts { ended: ended(0, How::Dropped), ..none }),
            // WPA3: the commit passes, the confirm does not.
            (
                vec![auth(3, 1, 0), auth(3, 2, 1), auth(3, 1, 126), auth(3, 2, 1)],
                Attempts { wrong_key: 2, ..none },
            ),
            (
                vec![auth(3, 1, 76), auth(3, 1, 0), auth(3, 2, 0)],
                Attempts { under_way: Some(UnderWay::Early), ..none },
            ),
            // WEP.
            (vec![auth(1, 4, 15)], Attempts { wrong_key: 1, ..none }),
            // The device is refused at once, with and without WPA3, or when it wants to come in.
            (vec![auth(0, 2, 1), auth(0, 2, 1)], Attempts { refused: 2, ..none }),
            (vec![auth(3, 1, 1)], Attempts { refused: 1, ..none }),
            (
                vec![
                    auth(0, 2, 0),
                    What::Associated { status: 37 },
                    What::Connected { status: 37 },
                ],
                Attempts { refused: 1, ..none },
            ),
            (vec![auth(0, 2, 0), What::Associated { status: 17 }], Attempts { full: 1, ..none }),
            // Another cipher, protected management frames or another way in is wanted.
            (vec![auth(0, 2, 0), What::Associated { status: 43 }], Attempts { lock: 1, ..none }),
            (vec![auth(0, 2, 0), What::Associated { status: 31 }], Attempts { lock: 1, ..none }),
            (vec![auth(0, 2, 13)], Attempts { lock: 1, ..none }),
            (vec![auth(0, 2, 0), What::Associated { status: 18 }], Attempts { unclear: 1, ..none }),
            (
                vec![What::Associated { status: 30 }, ASSOCIATED],
                Attempts { under_way: Some(UnderWay::WithoutKeys), ..none },
            ),
            (vec![What::Connected { status: 1 }], Attempts { unclear: 1, ..none }),
            (
                vec![What::AuthenticationTimedOut, What::AssociationTimedOut],
                Attempts { unanswered: 2, ..none },
            ),
            // A link that was there.
            (
                vec![deauth(4, true), gone(4, true)],
                Attempts { ended: ended(0, How::Vanished), ..none },
            ),
            (vec![deauth(3, true)], Attempts { ended: ended(0, How::Left), ..none }),
            (vec![ASSOCIATED, deauth(3, true)], Attempts { broken_off: 1, ..none }),
            (
                vec![deauth(4, true), What::AuthenticationTimedOut],
                Attempts { unanswered: 1, ..none },
            ),
        ] {
            assert_eq!(attempts(&events), expected, "{events:?}");
        }
    }

    #[test]
    fn what_ends_long_after_the_key_exchange_was_a_link() {
        for (after_ms, broken_off) in [(KEY_EXCHANGE_MS - 1, 1), (KEY_EXCHANGE_MS, 0)] {
            let joining = Joining {
                joined: false,
                watched_ms: 35_000,
                events: vec![
                    Event { at_ms: 0, what: ASSOCIATED },
                    Event { at_ms: after_ms, what: deauth(3, true) },
                ],
                scans: 0,
                networks: Outcome::NotTried(Why::NotNeeded),
            };
            let attempts = Attempts::of(&joining);
            assert_eq!(attempts.broken_off, broken_off, "{after_ms}");
            assert_eq!(attempts.ended.is_some(), broken_off == 0, "{after_ms}");
        }
    }
}
