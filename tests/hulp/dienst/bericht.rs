//! Messages for the daemon: a base message of the fixtures with changes.

use crate::gedeeld::{draai, wortel};
use crate::xml::Element;

/// A message.
#[derive(Debug, Clone)]
pub struct Bericht(Element);

impl Bericht {
    /// A base message such as `ijw-305`.
    pub fn basis(naam: &str) -> Self {
        let pad = wortel().join("fixtures/berichten").join(format!("{naam}.xml"));
        Self(Element::lees(&std::fs::read_to_string(&pad).unwrap_or_else(|e| panic!("{}: {e}", pad.display()))))
    }

    /// A base message with an Identificatie of its own.
    pub fn nieuw(naam: &str, identificatie: &str) -> Self {
        Self::basis(naam).zet("BerichtIdentificatie/Identificatie", identificatie)
    }

    /// A message as it came.
    pub fn lees(bytes: &[u8]) -> Self {
        Self(Element::lees(std::str::from_utf8(bytes).expect("UTF-8")))
    }

    /// With another value at a path, see `fixtures/README.md`.
    #[must_use]
    pub fn zet(mut self, pad: &str, waarde: &str) -> Self {
        let element = self.0.op_mut(pad).unwrap_or_else(|| panic!("no {pad}"));
        waarde.clone_into(&mut element.tekst);
        self
    }

    /// Between two other parties.
    #[must_use]
    pub fn tussen(self, afzender: &str, ontvanger: &str) -> Self {
        self.zet("Afzender", afzender).zet("Ontvanger", ontvanger)
    }

    /// With an element repeated right after itself.
    #[must_use]
    pub fn kopie(mut self, pad: &str) -> Self {
        let (rond, index) = self.0.rond_mut(pad).unwrap_or_else(|| panic!("no {pad}"));
        let kopie = rond.kinderen[index].clone();
        rond.kinderen.insert(index + 1, kopie);
        self
    }

    /// Without an element.
    #[must_use]
    pub fn zonder(mut self, pad: &str) -> Self {
        let (rond, index) = self.0.rond_mut(pad).unwrap_or_else(|| panic!("no {pad}"));
        rond.kinderen.remove(index);
        self
    }

    /// With XML after an element.
    #[must_use]
    pub fn na(mut self, pad: &str, xml: &str) -> Self {
        let (rond, index) = self.0.rond_mut(pad).unwrap_or_else(|| panic!("no {pad}"));
        rond.kinderen.insert(index + 1, Element::lees(xml));
        self
    }

    /// The text at a path.
    pub fn waarde(&self, pad: &str) -> &str {
        self.0.waarde(pad)
    }

    /// Every text of an element with this name.
    pub fn alle(&self, naam: &str) -> Vec<&str> {
        self.0.alle(naam).into_iter().map(|e| e.tekst.as_str()).collect()
    }

    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.schrijf().into_bytes()
    }

    /// The retour that the other side gives on this message: judged by `process` in an empty dossier of its own.
    pub fn retour(&self) -> Self {
        let werk = crate::gedeeld::Werkmap::nieuw();
        let bericht = werk.schrijf("bericht.xml", self.bytes());
        draai(["process", "--out", &werk.pad("uit"), &bericht]);
        let namen = werk.inhoud("uit");
        assert_eq!(namen.len(), 1, "one retour: {namen:?}");
        Self::lees(&werk.bytes(&format!("uit/{}", namen[0])))
    }

    /// The same retour with a code in its header: the whole message is refused.
    #[must_use]
    pub fn met_kopcode(self, code: &str) -> Self {
        self.na("XsdVersieRetour", &format!("<RetourCodes><RetourCode>{code}</RetourCode></RetourCodes>"))
    }
}
