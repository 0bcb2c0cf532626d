//! What a retour says, as a digest: to tell whether a retour that comes in agrees with our own verdict.

use schema::{NameId, Release, Sink, Value};
use sha2::{Digest, Sha256};

/// Digest over the codes per class in document order, the references of returned Prestaties and the granted total. The
/// numbers and dates of the retour itself play no part. A sink of the validator: no tree is needed.
pub struct Strekking<'r> {
    release: &'r Release,
    open: Vec<NameId>,
    codes: Vec<String>,
    hash: Sha256,
}

impl<'r> Strekking<'r> {
    /// A digest over a retour of this release.
    pub fn nieuw(release: &'r Release) -> Self {
        Self { release, open: Vec::new(), codes: Vec::new(), hash: Sha256::new() }
    }

    /// The digest, hex.
    pub fn klaar(self) -> String {
        data_encoding::HEXLOWER.encode(&self.hash.finalize())
    }

    /// Local name of the n-th element around here, 0 for the innermost.
    fn naam(&self, omhoog: usize) -> &'r str {
        let index = self.open.len().checked_sub(omhoog + 1);
        index.and_then(|i| self.open.get(i)).map_or("", |name| self.release.names.local(*name))
    }

    fn noteer(&mut self, delen: &[&str]) {
        for deel in delen {
            self.hash.update(deel.as_bytes());
            self.hash.update(b"|");
        }
    }
}

impl Sink for Strekking<'_> {
    fn begin(&mut self, name: NameId, _: usize, _: u32) {
        self.open.push(name);
    }

    fn value(&mut self, value: Value<'_>) {
        let (element, boven) = (self.naam(0), self.naam(1));
        match (element, boven) {
            ("RetourCode", _) => self.codes.push(value.text.to_owned()),
            ("ReferentieNummer" | "VorigReferentieNummer", _) => self.noteer(&[element, value.text]),
            (_, "TotaalToegekendBedrag" | "ToegekendTotaalBedrag") => self.noteer(&[element, value.text.trim()]),
            _ => {}
        }
    }

    fn end(&mut self) {
        if self.naam(0) == "RetourCodes" {
            let mut codes = std::mem::take(&mut self.codes);
            codes.sort_unstable();
            let klasse = self.naam(1);
            self.noteer(&[klasse]);
            self.noteer(&codes.iter().map(String::as_str).collect::<Vec<_>>());
        }
        self.open.pop();
    }
}
