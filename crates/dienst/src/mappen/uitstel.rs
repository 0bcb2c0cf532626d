//! Longer and longer pauses after trouble.

use std::time::{Duration, Instant};

/// The first pause.
const KORTST: Duration = Duration::from_secs(1);
/// However long the trouble lasts: a disk that has room again is noticed within a minute.
const LANGST: Duration = Duration::from_secs(60);

/// When to try again.
#[derive(Debug, Default)]
pub(super) struct Uitstel {
    pauze: Option<Duration>,
    tot: Option<Instant>,
}

impl Uitstel {
    /// After trouble: how long to wait now.
    pub(super) fn langer(&mut self) -> Duration {
        let pauze = self.pauze.map_or(KORTST, |pauze| (pauze * 2).min(LANGST));
        self.pauze = Some(pauze);
        self.tot = Some(Instant::now() + pauze);
        pauze
    }

    /// Whether the pause is over.
    pub(super) fn is_om(&self, nu: Instant) -> bool {
        self.tot.is_none_or(|tot| nu >= tot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute() {
        let mut uitstel = Uitstel::default();
        assert!(uitstel.is_om(Instant::now()));
        let pauzes: Vec<u64> = (0..8).map(|_| uitstel.langer().as_secs()).collect();
        assert_eq!(pauzes, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(!uitstel.is_om(Instant::now()));
    }
}
