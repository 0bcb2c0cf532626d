//! What a retour says, as a digest: to tell whether a retour that comes in agrees with our own verdict.

use std::mem;

use schema::{NameId, Release, Sink, Value};
use sha2::{Digest, Sha256};

/// Stands before a digest in which the order of clients and Prestaties plays no part; older ones, in the store, have nothing
/// before them.
const ZONDER_VOLGORDE: &str = "2:";

/// Digest over the codes per class in document order, the references of returned Prestaties and the granted total. The
/// numbers and dates of the retour itself play no part, nor does the order of clients and Prestaties or the way in which
/// an amount is written. A sink of the validator: no tree is needed.
pub struct Strekking<'r> {
    release: &'r Release,
    open: Vec<NameId>,
    codes: Vec<String>,
    bedrag: Bedrag,
    /// Whatever is around here and has no order among its like: the message, a Client, a Prestatie.
    delen: Vec<Deel>,
    /// As digests were made before: all in document order.
    oud: Sha256,
}

#[derive(Default)]
struct Deel {
    hash: Sha256,
    onder: Vec<[u8; 32]>,
}

/// An amount under way.
#[derive(Default)]
struct Bedrag {
    getal: String,
    debet_credit: String,
}

impl<'r> Strekking<'r> {
    /// A digest over a retour of this release.
    pub fn nieuw(release: &'r Release) -> Self {
        Self {
            release,
            open: Vec::new(),
            codes: Vec::new(),
            bedrag: Bedrag::default(),
            delen: vec![Deel::default()],
            oud: Sha256::new(),
        }
    }

    /// The digest, to be kept.
    pub fn klaar(mut self) -> String {
        let heel = self.delen.pop().unwrap_or_default().klaar();
        format!("{ZONDER_VOLGORDE}{}", data_encoding::HEXLOWER.encode(&heel))
    }

    /// Whether a digest that was kept says the same.
    pub fn is(self, bewaard: &str) -> bool {
        if bewaard.starts_with(ZONDER_VOLGORDE) {
            return self.klaar() == bewaard;
        }
        data_encoding::HEXLOWER.encode(&self.oud.finalize()) == bewaard
    }

    /// Local name of the n-th element around here, 0 for the innermost.
    fn naam(&self, omhoog: usize) -> &'r str {
        let index = self.open.len().checked_sub(omhoog + 1);
        index.and_then(|i| self.open.get(i)).map_or("", |name| self.release.names.local(*name))
    }

    fn noteer(&mut self, delen: &[&str]) {
        self.noteer_nieuw(delen);
        noteer(&mut self.oud, delen);
    }

    fn noteer_nieuw(&mut self, delen: &[&str]) {
        if let Some(deel) = self.delen.last_mut() {
            noteer(&mut deel.hash, delen);
        }
    }
}

fn noteer(hash: &mut Sha256, delen: &[&str]) {
    for deel in delen {
        hash.update(deel.as_bytes());
        hash.update(b"|");
    }
}

impl Deel {
    fn klaar(mut self) -> [u8; 32] {
        self.onder.sort_unstable();
        self.onder.iter().for_each(|onder| self.hash.update(onder));
        self.hash.finalize().into()
    }
}

impl Bedrag {
    /// In eurocent, negative for credit. Zero has no side.
    fn getekend(&self) -> String {
        let cent = self.getal.trim().parse().map(|cent: i64| if self.debet_credit == "C" { -cent } else { cent });
        cent.map_or_else(|_| format!("{} {}", self.getal, self.debet_credit), |cent| cent.to_string())
    }
}

/// Elements with any number of their like beside them, in an order that says nothing.
fn is_los(element: &str) -> bool {
    matches!(element, "Client" | "Prestatie")
}

fn is_totaal(element: &str) -> bool {
    matches!(element, "TotaalToegekendBedrag" | "ToegekendTotaalBedrag")
}

impl Sink for Strekking<'_> {
    fn begin(&mut self, name: NameId, _: usize, _: u32) {
        self.open.push(name);
        if is_los(self.naam(0)) {
            self.delen.push(Deel::default());
        }
    }

    fn value(&mut self, value: Value<'_>) {
        let (element, boven) = (self.naam(0), self.naam(1));
        match element {
            "RetourCode" => self.codes.push(value.text.to_owned()),
            "ReferentieNummer" | "VorigReferentieNummer" => self.noteer(&[element, value.text]),
            _ if is_totaal(boven) => {
                noteer(&mut self.oud, &[element, value.text.trim()]);
                let deel =
                    if element == "DebetCredit" { &mut self.bedrag.debet_credit } else { &mut self.bedrag.getal };
                value.text.clone_into(deel);
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        let element = self.naam(0);
        if element == "RetourCodes" {
            let mut codes = mem::take(&mut self.codes);
            codes.sort_unstable();
            let klasse = self.naam(1);
            self.noteer(&[klasse]);
            self.noteer(&codes.iter().map(String::as_str).collect::<Vec<_>>());
        } else if is_totaal(element) {
            let bedrag = mem::take(&mut self.bedrag).getekend();
            self.noteer_nieuw(&[element, &bedrag]);
        } else if is_los(element)
            && let Some(deel) = self.delen.pop()
            && let Some(boven) = self.delen.last_mut()
        {
            boven.onder.push(deel.klaar());
        }
        self.open.pop();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests {
    use bericht::catalogus;
    use schema::{Limits, SchemaSet, validate};

    use super::*;

    const ANTWOORD: &str = include_str!("../../../fixtures/berichten/ijw-325.xml");

    fn strekking<'r>(set: &'r SchemaSet, antwoord: &str) -> Strekking<'r> {
        let release =
            set.releases().iter().find(|r| (r.standard.as_str(), r.release.as_str()) == ("ijw", "3.2")).unwrap();
        let mut strekking = Strekking::nieuw(release);
        let report = validate(antwoord, set, &Limits::default(), &mut strekking);
        assert!(report.is_valid(), "{:?}", report.findings);
        strekking
    }

    /// An element with all that is in it.
    fn element<'x>(xml: &'x str, naam: &str) -> &'x str {
        let begin = xml.find(&format!("<{naam}>")).unwrap();
        let eind = format!("</{naam}>");
        let lengte = xml.split_at(begin).1.find(&eind).unwrap() + eind.len();
        xml.split_at(begin).1.split_at(lengte).0
    }

    /// Two clients: one with Prestaties 2-1 and 2-2 in this order, and one with 2-3 that its own code refuses.
    fn antwoord(prestaties: [&str; 2], clienten: [usize; 2]) -> String {
        let prestatie = element(ANTWOORD, "Prestatie");
        let twee = prestaties.map(|nummer| prestatie.replace(">2-1<", &format!(">{nummer}<"))).concat();
        let client = element(ANTWOORD, "Client");
        let ander = client.replace("999900031", "999900043").replace(">2-1<", ">2-3<").replace(">9338<", ">9384<");
        let beide = [client.replace(prestatie, &twee), ander];
        ANTWOORD.replace(client, &clienten.map(|nummer| beide.get(nummer).unwrap().as_str()).concat())
    }

    #[test]
    fn the_order_of_clients_and_prestaties_says_nothing() {
        let set = catalogus::ingebouwd().unwrap();
        let eigen = strekking(&set, &antwoord(["2-1", "2-2"], [0, 1])).klaar();
        for zelfde in [antwoord(["2-2", "2-1"], [0, 1]), antwoord(["2-1", "2-2"], [1, 0])] {
            assert!(strekking(&set, &zelfde).is(&eigen));
        }
        let anders = [
            antwoord(["2-1", "2-4"], [0, 1]),
            antwoord(["2-1", "2-1"], [0, 1]),
            antwoord(["2-1", "2-2"], [0, 0]),
            antwoord(["2-1", "2-2"], [0, 1]).replacen(">9338<", ">9384<", 1),
            // The codes of two Prestaties have changed places.
            antwoord(["2-1", "2-2"], [0, 1])
                .replace(">2-1<", ">2-0<")
                .replace(">2-3<", ">2-1<")
                .replace(">2-0<", ">2-3<"),
        ];
        for anders in anders {
            assert!(!strekking(&set, &anders).is(&eigen), "{anders}");
        }
    }

    #[test]
    fn an_amount_is_what_it_says_however_it_is_written() {
        let set = catalogus::ingebouwd().unwrap();
        let totaal = element(ANTWOORD, "TotaalToegekendBedrag");
        let met = |getal: &str, dc: &str| {
            let nieuw = totaal.replace(">0<", &format!(">{getal}<")).replace(">D<", &format!(">{dc}<"));
            strekking(&set, &ANTWOORD.replace(totaal, &nieuw))
        };
        let zelfde = |een: (&str, &str), ander: (&str, &str)| met(een.0, een.1).is(&met(ander.0, ander.1).klaar());
        assert!(zelfde(("0050000", "D"), ("50000", "D")) && zelfde((" +50000 ", "D"), ("50000", "D")));
        assert!(zelfde(("0", "C"), ("0", "D")));
        assert!(!zelfde(("50000", "D"), ("50001", "D")) && !zelfde(("50000", "D"), ("50000", "C")));
    }

    #[test]
    fn a_digest_that_was_kept_before_is_still_compared() {
        let set = catalogus::ingebouwd().unwrap();
        let bewaard = "c99186a38a62b7d88cfdb6402c098798e112321218cd5a6de865458f0df20a45";
        assert!(strekking(&set, ANTWOORD).is(bewaard));
        assert!(!strekking(&set, &ANTWOORD.replace(">9338<", ">9384<")).is(bewaard));
    }
}
