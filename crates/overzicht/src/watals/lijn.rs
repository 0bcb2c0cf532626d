//! One line under two contracts: a Prestatie of a 323, or any other message as a whole.

use std::collections::{BTreeSet, HashMap};

use bericht::Bericht;
use dossier::{BerichtId, Key, ReadSet, Record, Table, Uitslag, prestaties_prefix};
use opslag::Store;
use pipeline::{Keten, Omgezet, Oordeel, Uitkomst, lees};
use serde::Serialize;

use crate::fout::OverzichtFout;

/// How a line comes out under the new contracts, beside the old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Klasse {
    /// The same verdict, the same codes, the same euro.
    Gelijk,
    /// Refused before, granted now.
    NuToegekend,
    /// Granted before, refused now.
    NuGeweigerd,
    /// Refused both times, with other retourcodes.
    AndereCode,
    /// The same verdict and codes; a signal puts another amount at stake.
    AnderBedrag,
}

impl Klasse {
    /// All classes, in the order in which they are told.
    pub const ALLE: [Klasse; 5] =
        [Klasse::Gelijk, Klasse::NuToegekend, Klasse::NuGeweigerd, Klasse::AndereCode, Klasse::AnderBedrag];

    /// As people read it.
    pub fn naam(self) -> &'static str {
        match self {
            Klasse::Gelijk => "gelijk",
            Klasse::NuToegekend => "nu toegekend",
            Klasse::NuGeweigerd => "nu geweigerd",
            Klasse::AndereCode => "andere code",
            Klasse::AnderBedrag => "ander bedrag",
        }
    }
}

/// How a line came out under one set of contracts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Kant {
    /// Whether it was granted, or accepted.
    pub toegekend: bool,
    /// Retourcodes, in order.
    pub codes: BTreeSet<String>,
    /// Rules that objected, in order.
    pub regels: BTreeSet<String>,
    /// What was granted, in eurocent; negative for a credit.
    pub cent: i64,
    /// What signals put at stake, in eurocent.
    pub inzet: i64,
}

/// What a line is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Over {
    /// Message number, e.g. 323.
    pub bericht: String,
    /// Identificatie.
    pub identificatie: Option<String>,
    /// Gemeente.
    pub gemeente: Option<String>,
    /// Aanbieder.
    pub aanbieder: Option<String>,
    /// Which Prestatie, counted from 1; none for a message as a whole.
    pub prestatie: Option<u32>,
    /// ReferentieNummer.
    pub referentie: Option<String>,
    /// ProductCode.
    pub product: Option<String>,
    /// IngediendBedrag in eurocent; negative for a credit.
    pub ingediend: i64,
}

/// A line with both outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lijn {
    /// What it is about.
    #[serde(flatten)]
    pub over: Over,
    /// How it differs.
    pub klasse: Klasse,
    /// Under the old contracts.
    pub oud: Kant,
    /// Under the new contracts.
    pub nieuw: Kant,
}

impl Lijn {
    fn van(over: Over, oud: Kant, nieuw: Kant) -> Self {
        let klasse = match (oud.toegekend, nieuw.toegekend) {
            (false, true) => Klasse::NuToegekend,
            (true, false) => Klasse::NuGeweigerd,
            _ if oud.codes != nieuw.codes => Klasse::AndereCode,
            _ if (oud.cent, oud.inzet) != (nieuw.cent, nieuw.inzet) => Klasse::AnderBedrag,
            _ => Klasse::Gelijk,
        };
        Self { over, klasse, oud, nieuw }
    }
}

/// One judgement of a message: the verdict, and the store in which its Prestaties were written.
#[derive(Clone, Copy)]
pub struct Beoordeeld<'b> {
    pub oordeel: &'b Oordeel,
    pub store: &'b dyn Store,
}

/// The lines of one message, judged twice under the same number.
pub fn vergelijk(
    bytes: &[u8],
    id: BerichtId,
    keten: &Keten,
    (oud_oordeel, oud_store): (&Oordeel, &dyn Store),
    (nieuw_oordeel, nieuw_store): (&Oordeel, &dyn Store),
) -> Result<Vec<Lijn>, OverzichtFout> {
    let oud = Beoordeeld { oordeel: oud_oordeel, store: oud_store };
    let nieuw = Beoordeeld { oordeel: nieuw_oordeel, store: nieuw_store };
    let omgezet = Omgezet::default();
    let gelezen = lees(bytes, &omgezet, keten);
    let heel = Over {
        bericht: gelezen.soort.map_or_else(|| "onleesbaar".to_owned(), |s| s.nummer().to_owned()),
        identificatie: gelezen.kop.identificatie.clone(),
        ..Over::default()
    };
    let bericht = match (&gelezen.tree, gelezen.domein, gelezen.soort, gelezen.is_geldig()) {
        (Some(tree), Some(domein), Some(soort), true) => Bericht::lees(tree, domein, soort).ok(),
        _ => None,
    };
    let Some(bericht) = bericht else { return Ok(vec![Lijn::van(heel, geheel(oud.oordeel), geheel(nieuw.oordeel))]) };
    let dossier = bericht.dossier();
    let heel = Over { gemeente: Some(dossier.gemeente), aanbieder: Some(dossier.aanbieder), ..heel };
    if !bericht.soort.declareert() {
        return Ok(vec![Lijn::van(heel, geheel(oud.oordeel), geheel(nieuw.oordeel))]);
    }
    let oude = kanten(&bericht, id, oud)?;
    let nieuwe = kanten(&bericht, id, nieuw)?;
    let lijn = |((over, oud), (_, nieuw)): ((Over, Kant), (Over, Kant))| {
        let over = Over { gemeente: heel.gemeente.clone(), aanbieder: heel.aanbieder.clone(), ..over };
        Lijn::van(Over { identificatie: heel.identificatie.clone(), bericht: heel.bericht.clone(), ..over }, oud, nieuw)
    };
    Ok(oude.into_iter().zip(nieuwe).map(lijn).collect())
}

/// A message as a whole.
fn geheel(oordeel: &Oordeel) -> Kant {
    let toegekend = matches!(oordeel.outcome, Uitkomst::Accepted | Uitkomst::Duplicate);
    Kant {
        toegekend,
        codes: oordeel.findings.iter().filter_map(|f| f.retourcode.as_ref().map(ToString::to_string)).collect(),
        regels: oordeel.findings.iter().map(|f| f.rule.to_string()).collect(),
        cent: 0,
        inzet: oordeel.signals.iter().filter_map(|s| s.amount).sum(),
    }
}

/// The Prestaties of a 323 or 303 in document order. Those of one that was refused as a whole are not in the store: each got
/// the codes of the message.
fn kanten(
    bericht: &Bericht<'_>,
    id: BerichtId,
    beoordeeld: Beoordeeld<'_>,
) -> Result<Vec<(Over, Kant)>, OverzichtFout> {
    let Some(declaratie) = bericht.declaratie() else { return Ok(Vec::new()) };
    let Beoordeeld { oordeel, store } = beoordeeld;
    let prefix: Key = prestaties_prefix(&bericht.dossier(), id);
    let rijen = store.read(&ReadSet { prefixes: vec![(Table::Prestatie, prefix)], ..ReadSet::default() })?.rows;
    let mut feiten = rijen.into_iter().filter_map(|row| match row.record {
        Record::Prestatie(feit) => Some(*feit),
        _ => None,
    });
    let als_geheel = geheel(oordeel);
    let mut per_prestatie = Bezwaren::van(bericht, oordeel);
    let kant = |(nummer, prestatie): (u32, &bericht::Prestatie<'_>)| {
        let (regels, inzet) = per_prestatie.neem(nummer);
        let ingediend = prestatie.bedrag.getekend();
        let kant = match feiten.next().map(|feit| feit.uitslag) {
            Some(Uitslag::Geweigerd(codes)) => {
                // What was not judged has no rule of its own: that of its client, or of the message, spoke.
                let regels = if regels.is_empty() { per_prestatie.overig.clone() } else { regels };
                Kant { toegekend: false, codes: codes.into_iter().collect(), regels, cent: 0, inzet }
            }
            Some(_) => Kant { toegekend: true, cent: ingediend, inzet, ..Kant::default() },
            None => Kant { toegekend: false, inzet, ..als_geheel.clone() },
        };
        let over = Over {
            prestatie: Some(nummer),
            referentie: Some(prestatie.referentie.to_owned()),
            product: Some(prestatie.code.to_owned()),
            ingediend,
            ..Over::default()
        };
        (over, kant)
    };
    Ok((1_u32..).zip(declaratie.prestaties()).map(kant).collect())
}

/// Objections and amounts at stake, by the Prestatie they are about.
struct Bezwaren {
    per_prestatie: HashMap<u32, (BTreeSet<String>, i64)>,
    overig: BTreeSet<String>,
}

impl Bezwaren {
    fn van(bericht: &Bericht<'_>, oordeel: &Oordeel) -> Self {
        let mut bezwaren = Self { per_prestatie: HashMap::new(), overig: BTreeSet::new() };
        for melding in &oordeel.findings {
            match melding.prestatie {
                Some(nummer) => bezwaren.per_prestatie.entry(nummer).or_default().0.insert(melding.rule.to_string()),
                None => bezwaren.overig.insert(melding.rule.to_string()),
            };
        }
        let Some(declaratie) = bericht.declaratie() else { return bezwaren };
        if oordeel.signals.iter().all(|s| s.amount.is_none()) {
            return bezwaren;
        }
        let paden: HashMap<String, u32> =
            declaratie.prestaties().map(|p| bericht.tree.node(p.node).path()).zip(1..).collect();
        for signaal in &oordeel.signals {
            let (Some(pad), Some(bedrag)) = (&signaal.path, signaal.amount) else { continue };
            let mut hier = Some(pad.as_str());
            while let Some(deel) = hier {
                if let Some(nummer) = paden.get(deel) {
                    bezwaren.per_prestatie.entry(*nummer).or_default().1 += bedrag;
                    break;
                }
                hier = deel.rsplit_once('/').map(|(boven, _)| boven);
            }
        }
        bezwaren
    }

    fn neem(&mut self, nummer: u32) -> (BTreeSet<String>, i64) {
        self.per_prestatie.remove(&nummer).unwrap_or_default()
    }
}
