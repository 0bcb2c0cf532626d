//! From cells to tariff rows.

use bericht::{Domein, Eenheid};
use rust_decimal::Decimal;

use super::Cellen;
use crate::afronden::per_minuut;
use crate::bestand::{eenheid, kort};
use crate::model::{Bereik, Grondslag, Tariefrij};

/// What the table itself does not say.
#[derive(Debug, Clone, Default)]
pub struct Aanvulling {
    /// Days of all rows.
    pub termijn: Bereik,
    /// Law of rows without a column for it.
    pub wet: Option<Domein>,
    /// Fact number of rows without a column for it.
    pub feit: Option<String>,
}

/// A fault in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Celfout {
    /// Row as people number it.
    pub rij: usize,
    /// Heading of the column.
    pub kolom: String,
    /// What is the matter, in Dutch.
    pub tekst: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kolom {
    Code,
    Naam,
    Categorie,
    Wet,
    Per,
    Bedrag,
    DeclarerenIn,
    Gedrukt,
    Feit,
}

/// Headings, in small letters without spaces, dots and euro signs.
const KOPPEN: [(&str, Kolom); 26] = [
    ("code", Kolom::Code),
    ("productcode", Kolom::Code),
    ("naam", Kolom::Naam),
    ("name", Kolom::Naam),
    ("omschrijving", Kolom::Naam),
    ("product", Kolom::Naam),
    ("cat", Kolom::Categorie),
    ("categorie", Kolom::Categorie),
    ("productcategorie", Kolom::Categorie),
    ("wet", Kolom::Wet),
    ("per", Kolom::Per),
    ("eenheid", Kolom::Per),
    ("basiseenheid", Kolom::Per),
    ("tarief", Kolom::Bedrag),
    ("bedrag", Kolom::Bedrag),
    ("amount", Kolom::Bedrag),
    ("prijs", Kolom::Bedrag),
    ("declared_unit", Kolom::DeclarerenIn),
    ("declaratieeenheid", Kolom::DeclarerenIn),
    ("berichteenheid", Kolom::DeclarerenIn),
    ("declared", Kolom::Gedrukt),
    ("tariefberichtenverkeer", Kolom::Gedrukt),
    ("minuuttarief", Kolom::Gedrukt),
    ("fact", Kolom::Feit),
    ("feit", Kolom::Feit),
    ("feitnummer", Kolom::Feit),
];

/// The rows of a table whose first row holds the headings. All faults come at once; with any fault there are no rows.
pub fn tarieven(cellen: &Cellen, aanvulling: &Aanvulling) -> Result<Vec<Tariefrij>, Vec<Celfout>> {
    let Some(((kopnummer, koppen), rest)) = cellen.0.split_first() else {
        return Err(vec![fout(1, "", "de tabel is leeg")]);
    };
    let kolommen: Vec<Option<Kolom>> = koppen.iter().map(|kop| kolom(kop)).collect();
    let mut fouten = Vec::new();
    for (kop, _) in koppen.iter().zip(&kolommen).filter(|(kop, kolom)| kolom.is_none() && !kop.is_empty()) {
        fouten.push(fout(*kopnummer, kop, "onbekende kolom; haal haar weg of geef haar een bekende naam"));
    }
    for (nodig, naam) in
        [(Kolom::Code, "code"), (Kolom::Categorie, "categorie"), (Kolom::Per, "per"), (Kolom::Bedrag, "tarief")]
    {
        if kolommen.iter().filter(|k| **k == Some(nodig)).count() != 1 {
            fouten.push(fout(*kopnummer, naam, "deze kolom moet er precies een keer zijn"));
        }
    }
    if !fouten.is_empty() {
        return Err(fouten);
    }
    let mut rijen = Vec::new();
    for (nummer, velden) in rest {
        let lezer = Rijlezer { nummer: *nummer, koppen, kolommen: &kolommen, velden };
        match lezer.rij(aanvulling) {
            Ok(rij) => rijen.push(rij),
            Err(meer) => fouten.extend(meer),
        }
    }
    if fouten.is_empty() { Ok(rijen) } else { Err(fouten) }
}

fn fout(rij: usize, kolom: &str, tekst: &str) -> Celfout {
    Celfout { rij, kolom: kolom.to_owned(), tekst: tekst.to_owned() }
}

fn kolom(kop: &str) -> Option<Kolom> {
    let kaal: String = kop.to_lowercase().chars().filter(|c| !" .€-()".contains(*c)).collect();
    KOPPEN.iter().find(|(naam, _)| *naam == kaal).map(|(_, kolom)| *kolom)
}

struct Rijlezer<'c> {
    nummer: usize,
    koppen: &'c [String],
    kolommen: &'c [Option<Kolom>],
    velden: &'c [String],
}

impl Rijlezer<'_> {
    fn veld(&self, gezocht: Kolom) -> Option<&str> {
        let at = self.kolommen.iter().position(|k| *k == Some(gezocht))?;
        self.velden.get(at).map(String::as_str).filter(|v| !v.is_empty())
    }

    fn fout(&self, kolom: Kolom, tekst: String) -> Celfout {
        let at = self.kolommen.iter().position(|k| *k == Some(kolom));
        let kop = at.and_then(|at| self.koppen.get(at)).cloned().unwrap_or_default();
        Celfout { rij: self.nummer, kolom: kop, tekst }
    }

    fn rij(&self, aanvulling: &Aanvulling) -> Result<Tariefrij, Vec<Celfout>> {
        let mut fouten = Vec::new();
        let mut neem = |waarde: Result<_, Celfout>| waarde.map_err(|fout| fouten.push(fout)).ok();
        let code = neem(self.verplicht(Kolom::Code));
        let categorie = neem(self.verplicht(Kolom::Categorie));
        let per = neem(self.verplicht(Kolom::Per));
        let mut fouten_bedrag = Vec::new();
        let mut bedrag = |kolom| match self.bedrag(kolom) {
            Ok(bedrag) => bedrag,
            Err(fout) => {
                fouten_bedrag.push(fout);
                None
            }
        };
        let (tarief, gedrukt) = (bedrag(Kolom::Bedrag), bedrag(Kolom::Gedrukt));
        if tarief.is_none() && fouten_bedrag.is_empty() {
            fouten_bedrag.push(self.fout(Kolom::Bedrag, "er staat geen bedrag".to_owned()));
        }
        fouten.extend(fouten_bedrag);
        let grondslag = per.as_deref().and_then(grondslag);
        if let (Some(per), None) = (&per, grondslag) {
            fouten.push(self.fout(Kolom::Per, format!("onbekende eenheid {}", kort(per))));
        }
        let wet = match self.veld(Kolom::Wet).map(str::to_lowercase) {
            None => aanvulling.wet,
            Some(tekst) => crate::bestand::WETTEN.iter().find(|(naam, _)| *naam == tekst).map(|(_, wet)| *wet),
        };
        if wet.is_none() {
            fouten.push(self.fout(Kolom::Wet, "geen wmo of jw; geef de kolom wet of de optie --wet".to_owned()));
        }
        let declareren_in = self.veld(Kolom::DeclarerenIn).map(|tekst| (tekst, lees_eenheid(tekst)));
        if let Some((tekst, None)) = declareren_in {
            fouten.push(self.fout(Kolom::DeclarerenIn, format!("onbekende eenheid {}", kort(tekst))));
        }
        let declareren_in = declareren_in.and_then(|(_, eenheid)| eenheid);
        if let (Some(tarief), Some(gedrukt)) = (tarief, gedrukt)
            && grondslag == Some(Grondslag::Eenheid(Eenheid::Uur))
            && declareren_in == Some(Eenheid::Minuut)
            && per_minuut(tarief) != gedrukt
        {
            let tekst = format!("uit {tarief} per uur volgt {} per minuut, er staat {gedrukt}", per_minuut(tarief));
            fouten.push(self.fout(Kolom::Gedrukt, tekst));
        }
        if !fouten.is_empty() {
            return Err(fouten);
        }
        let feit = self.veld(Kolom::Feit).map(str::to_owned).or_else(|| aanvulling.feit.clone());
        Ok(Tariefrij {
            plaats: 0,
            code,
            naam: self.veld(Kolom::Naam).map(str::to_owned),
            categorie,
            wet,
            termijn: aanvulling.termijn,
            grondslag,
            bedrag: tarief,
            basis: None,
            declareren_in,
            gedrukt,
            frequentie: None,
            variant: None,
            indexgroep: None,
            eigen_bijdrage: None,
            feiten: feit.into_iter().collect(),
        })
    }

    fn verplicht(&self, kolom: Kolom) -> Result<String, Celfout> {
        self.veld(kolom).map(str::to_owned).ok_or_else(|| self.fout(kolom, "deze cel is leeg".to_owned()))
    }

    fn bedrag(&self, kolom: Kolom) -> Result<Option<Decimal>, Celfout> {
        let Some(tekst) = self.veld(kolom) else { return Ok(None) };
        bedrag(tekst)
            .map(Some)
            .ok_or_else(|| self.fout(kolom, format!("{} is geen bedrag in euro en centen", kort(tekst))))
    }
}

fn grondslag(tekst: &str) -> Option<Grondslag> {
    match tekst.to_lowercase().as_str() {
        "dag" => Some(Grondslag::Dag),
        "stuk" | "stuks" => Some(Grondslag::Stuk),
        "four_weeks" | "4 weken" | "vier weken" => Some(Grondslag::VierWeken),
        _ => lees_eenheid(tekst).map(Grondslag::Eenheid),
    }
}

/// A unit by code or name; a sheet turns `01` into the number 1.
fn lees_eenheid(tekst: &str) -> Option<Eenheid> {
    let klein = tekst.to_lowercase();
    eenheid(&klein).or_else(|| eenheid(&format!("0{klein}")))
}

/// An amount as people write it: `57,51`, `57.51`, `€ 1.250,00`. Points and commas that could mean two things are refused.
fn bedrag(tekst: &str) -> Option<Decimal> {
    let kaal: String = tekst.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let gewoon = match (kaal.contains(','), kaal.contains('.')) {
        (true, true) => {
            let (geheel, centen) = kaal.rsplit_once(',')?;
            let groepen: Vec<&str> = geheel.split('.').collect();
            let goed = groepen.first().is_some_and(|g| (1..=3).contains(&g.len()))
                && groepen.iter().skip(1).all(|g| g.len() == 3);
            goed.then(|| format!("{}.{centen}", groepen.concat()))?
        }
        (true, false) => kaal.replacen(',', ".", 1),
        _ => kaal,
    };
    // More than two decimals is no tariff; it also catches `1.250` that was meant as one thousand and more.
    let gelezen = gewoon.parse::<Decimal>().ok()?;
    let cijfers = gewoon.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (cijfers && gelezen.scale() <= 2).then(|| gelezen.normalize())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::invoer::{uit_csv, uit_werkblad};
    use crate::{Ernst, controleer_tekst, tariefblok};

    fn jw() -> Aanvulling {
        let dag = |t| bericht::datum(t);
        let termijn = Bereik { van: dag("2022-01-01"), tot: dag("2022-12-31") };
        Aanvulling { termijn, wet: Some(Domein::Ijw), feit: Some("P-101".to_owned()) }
    }

    #[test]
    fn amounts_as_people_write_them() {
        let d = |t: &str| t.parse::<Decimal>().ok();
        for (tekst, waarde) in
            [("57,51", "57.51"), ("57.51", "57.51"), ("€ 1.250,00", "1250"), ("9", "9"), ("1.234.567,8", "1234567.8")]
        {
            assert_eq!(bedrag(tekst), d(waarde), "{tekst}");
        }
        for tekst in ["", "1.250", "12,345", "1,250.00", "-5", "1e3", "12.34,5.6", "1.2,30", "gratis", "5,"] {
            assert!(bedrag(tekst).is_none_or(|b| tekst == "5," && b == d("5").unwrap()), "{tekst}");
        }
    }

    #[test]
    fn csv_becomes_a_block_that_the_linter_likes() {
        let csv = "\u{feff}Productcode;Categorie;Per;Tarief;Tarief berichtenverkeer;Declaratie-eenheid\n\
                   40A04;40;uur;€ 55,91;0,93;01\n\n43A40;43;etmaal;146,17;;\n";
        let rijen = tarieven(&uit_csv(csv.as_bytes()).unwrap(), &jw()).unwrap();
        assert_eq!(rijen.len(), 2);
        let blok = tariefblok(&rijen, jw().termijn);
        assert!(blok.contains(r#"code = "40A04", cat = "40", wet = "jw", per = "uur", amount = "55.91", declared_unit = "01", declared = "0.93", fact = "P-101""#), "{blok}");
        let kop = "[contract]\nid = \"p\"\nwetten = [\"jw\"]\nvalid_from = 2022-01-01\nvalid_until = 2022-12-31\ngemeenten = [{ code = \"0402\" }]\n";
        let terug = controleer_tekst("p", &format!("{kop}{blok}"));
        assert!(terug.bevindingen.iter().all(|b| b.ernst != Ernst::Fout), "{:?}", terug.bevindingen);
        assert_eq!(tariefblok(&terug.bestand.tarieven, jw().termijn), blok);
    }

    #[test]
    fn faults_come_all_at_once_with_their_row() {
        let csv = "code,cat,per,tarief\n40A04,40,uur,55.91\n,40,uur,1\n40A05,40,kwartier,1.234\n";
        let fouten = tarieven(&uit_csv(csv.as_bytes()).unwrap(), &jw()).unwrap_err();
        let kort: Vec<(usize, &str)> = fouten.iter().map(|f| (f.rij, f.kolom.as_str())).collect();
        assert_eq!(kort, [(3, "code"), (4, "tarief"), (4, "per")]);
        let fouten = tarieven(&uit_csv(b"code,cat,tarief,kleur\n").unwrap(), &jw()).unwrap_err();
        assert_eq!(fouten.iter().map(|f| f.kolom.as_str()).collect::<Vec<_>>(), ["kleur", "per"]);
        assert!(tarieven(&uit_csv(b"").unwrap(), &jw()).is_err());
    }

    #[test]
    fn a_printed_tariff_that_does_not_follow_is_a_fault() {
        let csv = "code,cat,per,tarief,declared_unit,declared\n40A04,40,uur,55.91,01,0.90\n";
        let fouten = tarieven(&uit_csv(csv.as_bytes()).unwrap(), &jw()).unwrap_err();
        assert!(fouten[0].tekst.contains("0.93"), "{fouten:?}");
    }

    #[test]
    fn a_sheet_gives_the_same_as_csv() {
        let mut boek = rust_xlsxwriter::Workbook::new();
        let blad = boek.add_worksheet();
        blad.set_name("Tarieven 2022").unwrap();
        for (kolom, kop) in (0..).zip(["code", "cat", "per", "tarief", "declared_unit", "declared"]) {
            blad.write(0, kolom, kop).unwrap();
        }
        // Numbers as numbers and as text, units as the number that a sheet makes of 01.
        for (rij, (code, tarief, minuut)) in (1..).zip([("45B16", 57.51, 0.96), ("45B17", 63.85, 1.06)]) {
            blad.write(rij, 0, code).unwrap();
            blad.write(rij, 1, 45).unwrap();
            blad.write(rij, 2, "uur").unwrap();
            blad.write(rij, 3, tarief).unwrap();
            blad.write(rij, 4, 1).unwrap();
            blad.write(rij, 5, minuut).unwrap();
        }
        let bytes = boek.save_to_buffer().unwrap();
        let csv =
            "code,cat,per,tarief,declared_unit,declared\n45B16,45,uur,57.51,01,0.96\n45B17,45,uur,63.85,01,1.06\n";
        let uit_blad = tarieven(&uit_werkblad(&bytes, Some("Tarieven 2022")).unwrap(), &jw()).unwrap();
        let uit_csv = tarieven(&uit_csv(csv.as_bytes()).unwrap(), &jw()).unwrap();
        assert_eq!(tariefblok(&uit_blad, jw().termijn), tariefblok(&uit_csv, jw().termijn));
        assert!(uit_werkblad(&bytes, Some("Ander blad")).is_err());
        assert!(uit_werkblad(b"geen werkblad", None).is_err());
    }
}
