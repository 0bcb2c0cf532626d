//! `genereer --data`: a data folder as earlier messages would have left it, filled in bulk.

use std::path::Path;

use bericht::{Bedrag, Bsn, Datum, Domein, Dossier, Eenheid, Frequentie, Omvang, Periode, Product, datum};
use dossier::{
    BerichtId, ClientSleutel, PrestatieFeit, Sleutelhasher, ToewijzingVersie, Uitslag, Voorraadclient, voorraad,
};

use crate::einde::{Einde, Fout};
use crate::opdrachten::Dossieropslag;
use crate::uitvoer;

/// Clients per commit.
const PER_KEER: usize = 400;
/// Toewijzingen of a client that is not in the declaratie.
const PER_CLIENT: u32 = 4;
/// The months before the declaratie over which was declared earlier; as many as are asked for, from the first.
const MAANDEN: [(&str, &str); 5] = [
    ("2025-11-01", "2025-11-30"),
    ("2025-12-01", "2025-12-31"),
    ("2026-01-01", "2026-01-31"),
    ("2026-02-01", "2026-02-28"),
    ("2026-03-01", "2026-03-31"),
];

/// What is to be stored.
pub struct Vraag<'v> {
    /// Data folder.
    pub data: &'v Path,
    /// Gemeente and aanbieder.
    pub partijen: (&'v str, &'v str),
    /// Bsn's and numbers of products of the clients in the declaratie.
    pub clienten: Vec<(String, u32)>,
    /// Toewijzingen in all.
    pub toewijzingen: u32,
    /// Earlier prestaties per toewijzing, at most 5.
    pub eerdere: usize,
}

/// Fills the folder; what it came to is told in a line.
pub fn vul(vraag: &Vraag<'_>) -> Result<Einde, Fout> {
    let opslag = Dossieropslag::open(Some(vraag.data), None)?;
    let (gemeente, aanbieder) = vraag.partijen;
    let dossier = Dossier { domein: Domein::Ijw, gemeente: gemeente.to_owned(), aanbieder: aanbieder.to_owned() };
    let maker = Maker::nieuw(opslag.hasher(), vraag.eerdere)?;
    let balk = uitvoer::balk(u64::from(vraag.toewijzingen), u64::from(vraag.toewijzingen));
    let (mut keer, mut lading, mut aantal) = (0_u128, Vec::new(), 0_u32);
    let leg_weg = |lading: &mut Vec<Voorraadclient>, keer: &mut u128| -> Result<(), Fout> {
        *keer += 1;
        let set = voorraad(&dossier, BerichtId(*keer), std::mem::take(lading));
        match opslag.store().commit(vec![set])?.pop() {
            Some(Ok(_)) => Ok(()),
            _ => Err(Fout::Gebruik("the data folder is not empty; name a new one".to_owned())),
        }
    };
    for (client, bsn, producten) in alle(vraag) {
        lading.push(maker.client(client, &bsn, producten));
        aantal += producten;
        if lading.len() == PER_KEER {
            leg_weg(&mut lading, &mut keer)?;
            balk.set_position(u64::from(aantal));
        }
    }
    if !lading.is_empty() {
        leg_weg(&mut lading, &mut keer)?;
    }
    balk.finish_and_clear();
    let getal = |n: u64| schema::format_number(&n.to_string());
    let prestaties = u64::from(aantal) * vraag.eerdere as u64;
    uitvoer::regel(&format!("stored: {} toewijzingen, {} prestaties", getal(u64::from(aantal)), getal(prestaties)))?;
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}

/// Number, Bsn and products of every client: those of the declaratie, then others up to the total.
fn alle<'v>(vraag: &'v Vraag<'_>) -> impl Iterator<Item = (u32, String, u32)> + 'v {
    let eigen: u32 = vraag.clienten.iter().map(|(_, producten)| producten).sum();
    let over = vraag.toewijzingen.saturating_sub(eigen);
    let eerste = u32::try_from(vraag.clienten.len()).unwrap_or(u32::MAX) + 1;
    let anderen = (0..over.div_ceil(PER_CLIENT)).map(move |index| {
        // No Bsn: the store knows only its hash, and there are not so many test numbers.
        let client = eerste + index;
        (client, format!("voorraad-{client}"), PER_CLIENT.min(over - index * PER_CLIENT))
    });
    (1_u32..).zip(&vraag.clienten).map(|(client, (bsn, producten))| (client, bsn.clone(), *producten)).chain(anderen)
}

/// Makes clients as the messages of `genereer` would leave them.
struct Maker<'m> {
    hasher: &'m Sleutelhasher,
    eerste: Datum,
    laatste: Datum,
    maanden: Vec<Periode>,
}

impl<'m> Maker<'m> {
    fn nieuw(hasher: &'m Sleutelhasher, eerdere: usize) -> Result<Self, Fout> {
        let maand = |(begin, eind): &(&str, &str)| Some(Periode { begin: datum(begin)?, eind: datum(eind)? });
        let maanden: Option<Vec<Periode>> = MAANDEN.iter().take(eerdere).map(maand).collect();
        match (datum("2025-11-01"), datum("2026-12-31"), maanden) {
            (Some(eerste), Some(laatste), Some(maanden)) => Ok(Self { hasher, eerste, laatste, maanden }),
            _ => Err(Fout::Gebruik("a date of the stock is no date".to_owned())),
        }
    }

    fn client(&self, client: u32, bsn: &str, producten: u32) -> Voorraadclient {
        let sleutel = self.hasher.client(Bsn::new(bsn));
        let toewijzingen = (1..=producten).map(|product| self.toewijzing(client, product)).collect();
        let prestaties = (1..=producten).flat_map(|product| self.prestaties(&sleutel, client, product)).collect();
        Voorraadclient { sleutel, toewijzingen, prestaties }
    }

    fn toewijzing(&self, client: u32, product: u32) -> ToewijzingVersie {
        ToewijzingVersie {
            nummer: super::genereer::dataset::nummer(client, product),
            toewijzingsdatum: self.eerste,
            toewijzingstijd: "10:00:00".to_owned(),
            ingangsdatum: self.eerste,
            einddatum: Some(self.laatste),
            product: Some(Product { categorie: "45".to_owned(), code: Some(code(product)) }),
            omvang: Some(Omvang { volume: 3, eenheid: Eenheid::Uur, frequentie: Frequentie::Week }),
            budget: None,
            reden_wijziging: None,
            referentie_aanbieder: None,
            bericht: BerichtId(0),
            dagtekening: self.eerste,
        }
    }

    fn prestaties(&self, sleutel: &ClientSleutel, client: u32, product: u32) -> Vec<PrestatieFeit> {
        let nummer = super::genereer::dataset::nummer(client, product);
        (1..)
            .zip(&self.maanden)
            .map(|(maand, periode)| PrestatieFeit {
                client: *sleutel,
                bericht: BerichtId(0),
                referentie: format!("E{nummer}-{maand}").into(),
                vorige: None,
                nummer,
                categorie: "45".into(),
                code: code(product).into(),
                periode: *periode,
                volume: 600,
                eenheid: Eenheid::Minuut,
                tarief: Some(104),
                bedrag: Bedrag::van_getekend(i64::from(super::genereer::dataset::BEDRAG)),
                uitslag: Uitslag::Toegekend,
                gecrediteerd_door: None,
            })
            .collect()
    }
}

fn code(product: u32) -> String {
    format!("45A{:02}", product % 100)
}
