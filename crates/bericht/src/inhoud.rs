//! A whole message, typed.

use std::borrow::Cow;

use schema::tree::{NodeRef, Tree};

use crate::client::{Client, Geboortedatum};
use crate::declaratie::Declaratie;
use crate::declaratie_antwoord::DeclaratieAntwoord;
use crate::factuur::{Factuur, GEEN_NUMMER};
use crate::fout::BerichtFout;
use crate::header::Header;
use crate::partij::{Domein, Dossier};
use crate::soort::Soort;
use crate::startstop::{StartBericht, StopBericht};
use crate::toewijzing::ToewijzingBericht;
use crate::verzoek::{Antwoord, VerzoekToewijzing, VerzoekWijziging};

/// The body of a message, as far as rules read it.
#[derive(Debug, Clone)]
pub enum Inhoud<'a> {
    /// 301.
    Toewijzing(ToewijzingBericht<'a>),
    /// 305.
    Start(StartBericht<'a>),
    /// 307.
    Stop(StopBericht<'a>),
    /// 315.
    VerzoekToewijzing(VerzoekToewijzing<'a>),
    /// 317.
    VerzoekWijziging(VerzoekWijziging<'a>),
    /// 319: no client.
    Antwoord(Antwoord<'a>),
    /// 323.
    Declaratie(Declaratie<'a>),
    /// 325, with its body when there is one.
    DeclaratieAntwoord(Option<DeclaratieAntwoord<'a>>),
    /// 302 to 320.
    Retour,
    /// 303 or 304 of release 2.3.
    Factuur(Factuur<'a>),
}

/// A message that passed level 1.
#[derive(Debug)]
pub struct Bericht<'a> {
    /// The tree the views were read from.
    pub tree: &'a Tree<'a>,
    /// Wettelijk domein.
    pub domein: Domein,
    /// Message number.
    pub soort: Soort,
    /// Header.
    pub header: Header<'a>,
    /// Body.
    pub inhoud: Inhoud<'a>,
    /// Every Geboortedatum in the message, of Client and Relatie.
    pub geboortedata: Vec<Geboortedatum<'a>>,
}

impl<'a> Bericht<'a> {
    /// Reads a valid message.
    pub fn lees(tree: &'a Tree<'a>, domein: Domein, soort: Soort) -> Result<Self, BerichtFout> {
        let root = tree.root();
        let inhoud = match soort {
            Soort::S301 => Inhoud::Toewijzing(ToewijzingBericht::lees(root)?),
            Soort::S305 => Inhoud::Start(StartBericht::lees(root)?),
            Soort::S307 => Inhoud::Stop(StopBericht::lees(root)?),
            Soort::S315 => Inhoud::VerzoekToewijzing(VerzoekToewijzing::lees(root)?),
            Soort::S317 => Inhoud::VerzoekWijziging(VerzoekWijziging::lees(root)?),
            Soort::S319 => Inhoud::Antwoord(Antwoord::lees(root)?),
            Soort::S323 => Inhoud::Declaratie(Declaratie::lees(root)?),
            Soort::S325 => Inhoud::DeclaratieAntwoord(DeclaratieAntwoord::lees(root)?),
            Soort::S303 | Soort::S304 => Inhoud::Factuur(Factuur::lees(root)?),
            _ => Inhoud::Retour,
        };
        let geen = soort.declareert() || soort.is_factuur();
        let geboortedata = if geen { Vec::new() } else { geboortedata(root)? };
        Ok(Self { tree, domein, soort, header: Header::lees(root, soort)?, inhoud, geboortedata })
    }

    /// The dossier the message belongs to.
    pub fn dossier(&self) -> Dossier {
        self.header.dossier(self.domein, self.soort)
    }

    /// What a 323 or 303 declares; `None` for another message. A Prestatie of a 303 that names no toewijzing has
    /// [`GEEN_NUMMER`].
    pub fn declaratie(&self) -> Option<Cow<'_, Declaratie<'a>>> {
        match &self.inhoud {
            Inhoud::Declaratie(d) => Some(Cow::Borrowed(d)),
            Inhoud::Factuur(f) if self.soort == Soort::S303 => {
                Some(Cow::Owned(f.als_declaratie(&mut |_, prestatie| prestatie.nummer.unwrap_or(GEEN_NUMMER))))
            }
            _ => None,
        }
    }

    /// Every client of the message in document order.
    pub fn clienten(&self) -> Vec<Client<'a>> {
        match &self.inhoud {
            Inhoud::Toewijzing(b) => vec![b.client],
            Inhoud::Start(b) => vec![b.client],
            Inhoud::Stop(b) => vec![b.client],
            Inhoud::VerzoekToewijzing(b) => vec![b.client],
            Inhoud::VerzoekWijziging(b) => vec![b.client],
            Inhoud::Declaratie(d) => d.clienten.iter().map(|c| c.client).collect(),
            Inhoud::DeclaratieAntwoord(Some(d)) => d.clienten.iter().map(|c| c.client).collect(),
            Inhoud::Factuur(f) => f.clienten.iter().map(|c| c.client).collect(),
            Inhoud::Antwoord(_) | Inhoud::DeclaratieAntwoord(None) | Inhoud::Retour => Vec::new(),
        }
    }
}

fn geboortedata(root: NodeRef<'_>) -> Result<Vec<Geboortedatum<'_>>, BerichtFout> {
    root.descendants().filter(|n| n.name() == "Geboortedatum").map(Geboortedatum::lees).collect()
}
