//! Writing of retours: the schema of the retour leads, so what comes out has its order and its names; values
//! are copied from the heenbericht as they were received.

mod factuur;
mod kop;
mod lichaam;

use std::collections::{HashMap, HashSet};

use schema::tree::NodeId;
use schema::{Message, Release};

use crate::datum::Datum;
use crate::fout::BerichtFout;
use crate::inhoud::Bericht;
use crate::schrijver::Schrijver;
use crate::soort::Soort;
use crate::waarde::Bedrag;

/// A class or element was judged and found in order.
pub const GOED: &str = "0200";
/// A class was not judged, because the class around it failed.
pub const NIET_BEOORDEELD: &str = "0233";
/// A declaratie was granted completely.
pub const GEHEEL_TOEGEKEND: &str = "8001";

/// What a retour tells, without its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strekking {
    /// 302 to 320 without codes and body: everything in order.
    Goedgekeurd,
    /// Header only, with these codes: level 2 or a header rule.
    Kop(Vec<&'static str>),
    /// All classes come back with their codes (302 to 320); the header gets 0200.
    Lichaam(Klassecodes),
    /// A 325 with a DeclaratieAntwoord.
    Declaratie(DeclaratieUitslag),
    /// A 304 on a 303 that was judged beyond its header.
    Factuur(FactuurUitslag),
}

/// Codes per class of the heenbericht. A class that is not named gets 0200, or 0233 when it was not judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Klassecodes {
    /// Own codes, without doubles.
    pub codes: HashMap<NodeId, Vec<&'static str>>,
    /// Classes below a failed parent.
    pub niet_beoordeeld: HashSet<NodeId>,
}

impl Klassecodes {
    /// Adds a code to a class, once.
    pub fn voeg_toe(&mut self, klasse: NodeId, code: &'static str) {
        let codes = self.codes.entry(klasse).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }

    /// The codes to write for a class.
    pub fn van(&self, klasse: NodeId) -> Vec<&'static str> {
        match self.codes.get(&klasse) {
            Some(codes) if !codes.is_empty() => codes.clone(),
            _ if self.niet_beoordeeld.contains(&klasse) => vec![NIET_BEOORDEELD],
            _ => vec![GOED],
        }
    }
}

/// The outcome of a 323 that was judged beyond its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaratieUitslag {
    /// Codes of the class DeclaratieAntwoord: own codes, 8001 or 0200.
    pub codes: Vec<&'static str>,
    /// TotaalToegekendBedrag.
    pub toegekend: Bedrag,
    /// Codes per Client and Prestatie.
    pub klassen: Klassecodes,
    /// The Prestaties that come back: the refused ones.
    pub geweigerd: HashSet<NodeId>,
}

/// The outcome of a 303 that was judged beyond its header. The header gets 8001 when nothing comes back, else 0200.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactuurUitslag {
    /// ToegekendTotaalBedrag.
    pub toegekend: Bedrag,
    /// Codes per Client and Prestatie.
    pub klassen: Klassecodes,
    /// The Prestaties that come back, the refused ones, each with its amounts.
    pub terug: HashMap<NodeId, Toekenning>,
}

/// ToegekendeBedragPrestatie: the amounts beside a Prestatie in a 304.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Toekenning {
    /// GemeenteBerekendBedrag.
    pub gemeente_berekend: Bedrag,
    /// ToegekendBedrag.
    pub toegekend: Bedrag,
}

/// Everything a retour is made of.
#[derive(Debug)]
pub struct RetourVraag<'a> {
    /// The heenbericht.
    pub bericht: &'a Bericht<'a>,
    /// What it says.
    pub strekking: &'a Strekking,
    /// Our own number: IdentificatieRetour, Identificatie of a 325 or GemeenteReferentieNummer of a 304.
    pub nummer: &'a str,
    /// DagtekeningRetour, Dagtekening of a 325 or RetourDagtekening of a 304.
    pub datum: Datum,
}

/// Of a heenbericht above this size the retour is written without indentation, in bytes: nobody reads it line by line, and
/// one that gives back everything must not be larger than what can be delivered.
const LEESBAAR_MAX: usize = 1 << 20;

/// Writes the retour of a heenbericht as UTF-8 without byte order mark, with CR/LF line ends (OP192).
pub fn schrijf(vraag: &RetourVraag<'_>) -> Result<Vec<u8>, BerichtFout> {
    let release = vraag.bericht.tree.release();
    let soort = vraag.bericht.soort.retour().unwrap_or(vraag.bericht.soort);
    let message = retour_schema(release, soort)?;
    let out = Schrijver::new(release, message);
    let groot = vraag.bericht.tree.text().len() > LEESBAAR_MAX;
    let mut out = if groot { out.zonder_inspringen() } else { out };
    kop::schrijf(&mut out, vraag, message)?;
    lichaam::schrijf(&mut out, vraag)?;
    Ok(out.klaar())
}

/// The schema of a retour in a release.
pub fn retour_schema(release: &Release, soort: Soort) -> Result<&Message, BerichtFout> {
    release.message(soort.nummer()).ok_or_else(|| BerichtFout::GeenRetour {
        release: format!("{}-{}", release.standard, release.release),
        soort: soort.nummer().to_owned(),
    })
}
