//! Counters for Prometheus. Labels are kinds of messages, doors and outcomes; never a party, a number or a person.

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Labels of a message that came in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Aangeboden {
    /// `http`, `map`, `push` or `controle`; `inzage` for a request without a message by someone unknown.
    pub deur: &'static str,
    /// What became of it at the door.
    pub uitkomst: &'static str,
}

/// Labels of a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Beoordeeld {
    /// Message number, e.g. `323`.
    pub bericht: &'static str,
    /// `accepted`, `partly`, `rejected` and so on.
    pub uitkomst: &'static str,
}

/// How an attempt to deliver ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum Afloop {
    /// Taken.
    Afgeleverd,
    /// Not taken, tried again later.
    Opnieuw,
    /// Given up.
    Geparkeerd,
}

/// Labels of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Bezorgd {
    /// How it ended.
    pub afloop: Afloop,
}

/// Label of a certificate that we show: its key in gateway.toml.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Getoond {
    certificaat: &'static str,
}

/// Seconds from the receipt to the verdict: from a millisecond to minutes.
const GRENZEN: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 120.0];

/// All metrics of one daemon.
#[derive(Debug)]
pub struct Meting {
    registry: Registry,
    /// Messages at the door.
    pub aangeboden: Family<Aangeboden, Counter>,
    /// Verdicts.
    pub beoordeeld: Family<Beoordeeld, Counter>,
    /// Time from receipt to verdict.
    pub wachttijd: Histogram,
    /// Attempts to deliver.
    pub bezorgd: Family<Bezorgd, Counter>,
    certificaat: Family<Getoond, Gauge>,
    wachtend: Gauge,
    /// Messages that were set aside.
    pub vastgelopen: Gauge,
    open: Gauge,
    geparkeerd: Gauge,
    onbevestigd: Gauge,
    /// Times that a mailbox entry could not be read.
    pub onleesbaar: Counter,
    /// 1 while the circuit breaker keeps the endpoint alone.
    pub onderbroken: Gauge,
}

impl Meting {
    /// Empty counters.
    pub fn nieuw() -> Self {
        let mut registry = Registry::with_prefix("ketenpoort");
        let meting = Self {
            aangeboden: Family::default(),
            beoordeeld: Family::default(),
            wachttijd: Histogram::new(GRENZEN),
            bezorgd: Family::default(),
            certificaat: Family::default(),
            wachtend: Gauge::default(),
            vastgelopen: Gauge::default(),
            open: Gauge::default(),
            geparkeerd: Gauge::default(),
            onbevestigd: Gauge::default(),
            onleesbaar: Counter::default(),
            onderbroken: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("aangeboden", "messages at the door", meting.aangeboden.clone());
        registry.register("beoordeeld", "verdicts", meting.beoordeeld.clone());
        registry.register("wachttijd_seconden", "from receipt to verdict", meting.wachttijd.clone());
        registry.register("bezorgd", "attempts to deliver", meting.bezorgd.clone());
        registry.register("certificaat_dagen", "days that a certificate is still valid", meting.certificaat.clone());
        registry.register(
            "wachtend",
            "messages on disk without a verdict, waiting or under judgement",
            meting.wachtend.clone(),
        );
        registry.register("vastgelopen", "messages set aside for an operator", meting.vastgelopen.clone());
        registry.register("uitgaand_open", "deliveries that wait or run", meting.open.clone());
        registry.register("uitgaand_geparkeerd", "deliveries given up", meting.geparkeerd.clone());
        let onbevestigd = "entries of local parties that were neither confirmed nor written to a folder";
        registry.register("postvak_onbevestigd", onbevestigd, meting.onbevestigd.clone());
        registry.register("postvak_onleesbaar", "failures to read a mailbox entry", meting.onleesbaar.clone());
        registry.register("onderbroken", "1 while the endpoint is left alone", meting.onderbroken.clone());
        Self { registry, ..meting }
    }

    /// Notes how many whole days a certificate is still valid; `sleutel` is its key in gateway.toml.
    pub fn certificaat_dagen(&self, sleutel: &'static str, dagen: i64) {
        self.certificaat.get_or_create(&Getoond { certificaat: sleutel }).set(dagen);
    }

    /// The metrics as text, with the counts of this moment.
    pub fn tekst(&self, counts: opslag::Counts, wachtend: usize) -> String {
        let groot = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.wachtend.set(i64::try_from(wachtend).unwrap_or(i64::MAX));
        self.open.set(groot(counts.open));
        self.geparkeerd.set(groot(counts.parked));
        self.onbevestigd.set(groot(counts.unconfirmed));
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_show_up_under_their_names() {
        let meting = Meting::nieuw();
        meting.aangeboden.get_or_create(&Aangeboden { deur: "http", uitkomst: "aangenomen" }).inc();
        meting.bezorgd.get_or_create(&Bezorgd { afloop: Afloop::Opnieuw }).inc();
        let text = meting.tekst(opslag::Counts { open: 3, parked: 1, unconfirmed: 2 }, 5);
        for line in [
            "ketenpoort_aangeboden_total{deur=\"http\",uitkomst=\"aangenomen\"} 1",
            "ketenpoort_bezorgd_total{afloop=\"Opnieuw\"} 1",
            "ketenpoort_uitgaand_open 3",
            "ketenpoort_wachtend 5",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }
}
