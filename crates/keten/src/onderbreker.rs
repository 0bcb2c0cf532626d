//! A circuit breaker for one endpoint. Pure: moments are arguments, in milliseconds of any one clock.
//!
//! After so many attempts in a row that failed in a way that may pass, nothing is sent any more but one probe each
//! minute; the first success closes the circuit again. A final refusal counts as a success here: the endpoint works, it
//! just does not want this message. Source: transport.md 4.4.

/// Bounds of a breaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grenzen {
    /// Failures in a row that open the circuit; 0 is read as 1.
    pub fouten: u32,
    /// Milliseconds between two probes.
    pub proef_ms: i64,
}

impl Default for Grenzen {
    fn default() -> Self {
        Self { fouten: 5, proef_ms: 60_000 }
    }
}

/// Whether something may be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toegang {
    /// Yes.
    Vrij,
    /// Yes, this one message, to see whether the endpoint works again.
    Proef,
    /// Not before this moment.
    Wacht(i64),
}

/// How a circuit stands, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Everything may go.
    Dicht,
    /// Nothing goes.
    Open,
    /// A probe is on its way.
    HalfOpen,
}

/// The breaker of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onderbreker {
    grenzen: Grenzen,
    op_rij: u32,
    /// When the next probe may go; `None` while the circuit is closed.
    proef_op: Option<i64>,
    /// Since when a probe has been on its way.
    proef_sinds: Option<i64>,
}

impl Onderbreker {
    /// A closed circuit.
    pub fn new(grenzen: Grenzen) -> Self {
        Self { grenzen, op_rij: 0, proef_op: None, proef_sinds: None }
    }

    /// Puts other bounds in force; how the circuit stands stays.
    pub fn stel_in(&mut self, grenzen: Grenzen) {
        self.grenzen = grenzen;
    }

    /// Asks leave to send one message. After [`Toegang::Vrij`] and [`Toegang::Proef`] the outcome must be told; a probe
    /// of which nothing is heard stops counting after `proef_ms`, so that a crash cannot keep the circuit open.
    pub fn vraag(&mut self, nu: i64) -> Toegang {
        let Some(proef_op) = self.proef_op else { return Toegang::Vrij };
        let vrij_op = match self.proef_sinds {
            Some(sinds) => sinds.saturating_add(self.grenzen.proef_ms),
            None => proef_op,
        };
        if nu < vrij_op {
            return Toegang::Wacht(vrij_op);
        }
        self.proef_sinds = Some(nu);
        Toegang::Proef
    }

    /// The probe was not sent after all: there was nothing to send.
    pub fn proef_vervalt(&mut self) {
        self.proef_sinds = None;
    }

    /// The endpoint answered: delivered, or refused for good.
    pub fn gelukt(&mut self) {
        self.op_rij = 0;
        self.proef_op = None;
        self.proef_sinds = None;
    }

    /// An attempt failed in a way that may pass. Whether this one opened the circuit.
    ///
    /// An attempt that began before the circuit opened does not delay the next probe.
    pub fn mislukt(&mut self, nu: i64) -> bool {
        self.op_rij = self.op_rij.saturating_add(1);
        let volgende = nu.saturating_add(self.grenzen.proef_ms);
        match (self.proef_op, self.proef_sinds) {
            (None, _) if self.op_rij >= self.grenzen.fouten.max(1) => {
                self.proef_op = Some(volgende);
                true
            }
            (Some(_), Some(_)) => {
                self.proef_op = Some(volgende);
                self.proef_sinds = None;
                false
            }
            _ => false,
        }
    }

    /// How it stands.
    pub fn stand(&self) -> Stand {
        match (self.proef_op, self.proef_sinds) {
            (None, _) => Stand::Dicht,
            (Some(_), None) => Stand::Open,
            (Some(_), Some(_)) => Stand::HalfOpen,
        }
    }
}

impl Default for Onderbreker {
    fn default() -> Self {
        Self::new(Grenzen::default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn opens_at_the_fifth_failure_in_a_row_and_not_before() {
        let mut o = Onderbreker::default();
        for _ in 0..4 {
            assert!(!o.mislukt(0));
        }
        o.gelukt();
        assert!((0..4).all(|_| !o.mislukt(0)) && o.vraag(0) == Toegang::Vrij);
        assert!(o.mislukt(0));
        assert_eq!((o.stand(), o.vraag(59_999)), (Stand::Open, Toegang::Wacht(60_000)));
    }

    fn open() -> Onderbreker {
        let mut o = Onderbreker::default();
        assert_eq!((0..5).filter(|_| o.mislukt(0)).count(), 1);
        o
    }

    #[test]
    fn one_probe_each_minute_until_one_succeeds() {
        let mut o = open();
        assert_eq!(o.vraag(60_000), Toegang::Proef);
        assert_eq!((o.stand(), o.vraag(60_001)), (Stand::HalfOpen, Toegang::Wacht(120_000)));
        assert!(!o.mislukt(61_000));
        assert_eq!(o.vraag(61_000), Toegang::Wacht(121_000));
        assert_eq!(o.vraag(121_000), Toegang::Proef);
        o.gelukt();
        assert_eq!((o.stand(), o.vraag(121_001)), (Stand::Dicht, Toegang::Vrij));
    }

    #[test]
    fn a_probe_without_an_outcome_is_replaced_and_a_late_failure_does_not_delay() {
        let mut o = open();
        assert!(!o.mislukt(30_000));
        assert_eq!(o.vraag(60_000), Toegang::Proef);
        assert_eq!(o.vraag(120_000), Toegang::Proef);
    }

    #[derive(Debug, Clone)]
    enum Stap {
        Vraag,
        Gelukt,
        Mislukt,
    }

    proptest! {
        /// Whatever happens: at most one probe in each `proef_ms`, never a free pass while failures stand in a row, and
        /// never a wait longer than `proef_ms`.
        #[test]
        fn an_open_circuit_lets_one_probe_through_per_period(
            stappen in prop::collection::vec((prop_oneof![Just(Stap::Vraag), Just(Stap::Gelukt), Just(Stap::Mislukt),
                Just(Stap::Mislukt)], 0_i64..400), 1..200),
            fouten in 1_u32..6,
        ) {
            let grenzen = Grenzen { fouten, proef_ms: 1_000 };
            let mut o = Onderbreker::new(grenzen);
            let (mut nu, mut op_rij, mut laatste_proef) = (0, 0, None::<i64>);
            for (stap, na) in stappen {
                nu += na;
                match stap {
                    Stap::Gelukt => { o.gelukt(); op_rij = 0; laatste_proef = None; }
                    Stap::Mislukt => { o.mislukt(nu); op_rij += 1; }
                    Stap::Vraag => match o.vraag(nu) {
                        Toegang::Vrij => prop_assert!(op_rij < fouten),
                        Toegang::Proef => {
                            prop_assert!(op_rij >= fouten);
                            prop_assert!(laatste_proef.is_none_or(|l| nu - l >= 1_000));
                            laatste_proef = Some(nu);
                        }
                        Toegang::Wacht(tot) => prop_assert!(op_rij >= fouten && tot > nu && tot - nu <= 1_000),
                    },
                }
            }
        }
    }
}
