//! Every kind of contract rule that is computed from messages has a file in `fixtures/contracten/soorten` with a case that
//! just triggers it and one that just does not, under the contracts that are written out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly

mod hulp;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bericht::datum;
use contract::regelsoort::{Staat, regelsoort_van, regelsoorten};
use overzicht::lijst::{Soort, Voorwerp, Vraag};
use overzicht::{OverzichtFout, kpi, tijdvak};
use serde::Deserialize;
use serde_json::Value;

use hulp::poort::{Dossier, Poort};
use hulp::verhaal::{Gespeeld, Geval as Verhaal, Stap, speel_in};
use hulp::{fixtures, inhoud, lees, stam};

/// Sections of a contract that lead to a signal, a hold or a report, besides the kinds that are computed.
const SECTIES: [&str; 4] =
    ["declaration_deadline", "contract_scope.exclusion", "contract_scope.runoff", "payment_term"];

/// The file of a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bestand {
    /// Name of a file in `fixtures/contracten`.
    contract: String,
    /// What a person would decide: a text of that file and what comes in its place.
    #[serde(default)]
    vervang: Vec<(String, String)>,
    /// CBS code.
    gemeente: String,
    /// `iwmo` or `ijw`.
    standaard: String,
    /// ProductCategorie and ProductCode.
    product: String,
    /// Where to look: `oordeel` or `vooraf` (of the last message), or a list or `kpi` with its period.
    kijk: String,
    /// Day up to which the period has passed.
    #[serde(default)]
    dag: Option<String>,
    /// What a row must hold, as `column=value`.
    #[serde(default)]
    toon: Vec<String>,
    /// Messages by name.
    bericht: BTreeMap<String, Kort>,
    /// The cases.
    geval: Vec<Geval>,
}

/// A case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Geval {
    naam: String,
    /// Names of messages, in order.
    stappen: Vec<String>,
    /// Values instead of those of the messages.
    #[serde(default)]
    met: BTreeMap<String, Kort>,
    /// Whether the kind speaks.
    ziet: bool,
    /// Another contract, with only its own replacements.
    #[serde(default)]
    contract: Option<String>,
    #[serde(default)]
    vervang: Vec<(String, String)>,
    #[serde(default)]
    gemeente: Option<String>,
    #[serde(default)]
    product: Option<String>,
    #[serde(default)]
    kijk: Option<String>,
    #[serde(default)]
    dag: Option<String>,
    #[serde(default)]
    toon: Vec<String>,
}

/// A message in short.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kort {
    /// `301`, `305`, `307` or `323`.
    bericht: Option<String>,
    /// Dagtekening, Toewijzingsdatum, and the day on which it comes in.
    dag: Option<String>,
    /// The day on which it comes in, when that is another.
    ontvangen: Option<String>,
    /// ProductCategorie and ProductCode, when they are others.
    product: Option<String>,
    /// ToewijzingNummer; 7001 when absent.
    nummer: Option<u32>,
    /// Bsn, when it is another client.
    bsn: Option<String>,
    /// Ingangsdatum, or Begindatum.
    van: Option<String>,
    /// Einddatum.
    tot: Option<String>,
    /// Volume, Eenheid and Frequentie.
    omvang: Option<String>,
    /// RedenWijziging, or RedenBeeindiging.
    reden: Option<String>,
    /// Month of a declaratie.
    maand: Option<String>,
    /// Lines of a declaratie.
    #[serde(default)]
    regel: Vec<Regel>,
    /// More to set, as in a story.
    #[serde(default)]
    zet: BTreeMap<String, toml::Value>,
    #[serde(default)]
    weg: Vec<String>,
    verwacht: Option<String>,
    #[serde(default)]
    regels: Vec<String>,
}

/// A Prestatie in short.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Regel {
    product: Option<String>,
    nummer: Option<u32>,
    /// Month, when it is not that of the declaratie.
    maand: Option<String>,
    volume: i64,
    eenheid: String,
    tarief: i64,
    bedrag: i64,
    /// ReferentieNummer that it takes back.
    terug: Option<String>,
}

impl Kort {
    /// This message with other values.
    fn met(&self, ander: &Kort) -> Kort {
        let mut uit = self.clone();
        let neem = |veld: &mut Option<String>, nieuw: &Option<String>| {
            if nieuw.is_some() {
                veld.clone_from(nieuw);
            }
        };
        neem(&mut uit.dag, &ander.dag);
        neem(&mut uit.ontvangen, &ander.ontvangen);
        neem(&mut uit.product, &ander.product);
        neem(&mut uit.bsn, &ander.bsn);
        neem(&mut uit.van, &ander.van);
        neem(&mut uit.tot, &ander.tot);
        neem(&mut uit.omvang, &ander.omvang);
        neem(&mut uit.reden, &ander.reden);
        neem(&mut uit.maand, &ander.maand);
        neem(&mut uit.verwacht, &ander.verwacht);
        uit.nummer = ander.nummer.or(uit.nummer);
        if !ander.regel.is_empty() {
            uit.regel.clone_from(&ander.regel);
        }
        if !ander.regels.is_empty() {
            uit.regels.clone_from(&ander.regels);
        }
        uit.zet.extend(ander.zet.clone());
        uit.weg.extend(ander.weg.clone());
        uit
    }

    /// The step of a story that says the same.
    fn stap(&self, bestand: &Bestand, geval: &Geval) -> Stap {
        let soort = self.bericht.clone().expect("a message says which it is");
        let dag = self.dag.clone().expect("a message has a day");
        let product = self.product.as_ref().or(geval.product.as_ref()).unwrap_or(&bestand.product);
        let mut bouw = Bouw::default();
        let partij = if soort == "301" { "Afzender" } else { "Ontvanger" };
        bouw.zet(partij, geval.gemeente.as_ref().unwrap_or(&bestand.gemeente));
        bouw.zet("Dagtekening", &dag);
        if let Some(bsn) = &self.bsn {
            bouw.zet("Bsn", bsn);
        }
        if soort == "323" {
            self.declaratie(&dag, product, &mut bouw);
        } else {
            self.regie(&soort, &dag, product, &mut bouw);
        }
        bouw.zet.extend(self.zet.clone());
        Stap {
            bericht: soort,
            kopie: vec!["Prestatie".to_owned(); self.regel.len().saturating_sub(1)],
            weg: self.weg.clone(),
            na: bouw.na,
            zet: bouw.zet,
            peildatum: Some(self.ontvangen.clone().unwrap_or(dag)),
            verzend: false,
            vooraf: false,
            overkant: "accepted".to_owned(),
            proef: false,
            verwacht: self.verwacht.clone().unwrap_or_else(|| "accepted".to_owned()),
            regels: self.regels.clone(),
            signalen: Vec::new(),
            toegekend: None,
            gemeente: None,
        }
    }

    fn nummer(&self) -> u32 {
        self.nummer.unwrap_or(7001)
    }

    fn declaratie(&self, dag: &str, product: &str, bouw: &mut Bouw) {
        let maand = self.maand.as_ref().expect("a declaratie has a month");
        bouw.zet("DeclaratieDagtekening", dag);
        bouw.zet("DeclaratiePeriode", &dagen(maand));
        for (at, regel) in (1..).zip(&self.regel) {
            let (categorie, code) = twee(regel.product.as_deref().unwrap_or(product));
            let pad = |naam: &str| format!("Prestatie[{at}]/{naam}");
            bouw.zet(&pad("ToewijzingNummer"), &regel.nummer.unwrap_or(self.nummer()).to_string());
            bouw.zet(&pad("ProductCategorie"), categorie);
            bouw.zet(&pad("ProductCode"), code);
            bouw.zet(&pad("ProductPeriode"), &dagen(regel.maand.as_ref().unwrap_or(maand)));
            bouw.zet(&pad("GeleverdVolume"), &regel.volume.to_string());
            bouw.zet(&pad("Eenheid"), &regel.eenheid);
            bouw.zet(&pad("ProductTarief"), &regel.tarief.to_string());
            bouw.zet(&pad("Bedrag"), &regel.bedrag.to_string());
            if let Some(terug) = &regel.terug {
                bouw.zet(&pad("DebetCredit"), "C");
                let vorige = format!("<p:VorigReferentieNummer>{terug}</p:VorigReferentieNummer>");
                bouw.na.insert(pad("ReferentieNummer"), vorige);
            }
        }
    }

    /// A 301, 305 or 307.
    fn regie(&self, soort: &str, dag: &str, product: &str, bouw: &mut Bouw) {
        let (categorie, code) = twee(product);
        bouw.zet("Categorie", categorie);
        bouw.zet("Code", code);
        bouw.zet("ToewijzingNummer", &self.nummer().to_string());
        let toewijzing = soort == "301";
        bouw.zet(if toewijzing { "Ingangsdatum" } else { "Begindatum" }, self.van.as_ref().expect("a first day"));
        if let Some(tot) = &self.tot {
            bouw.zet("Einddatum", tot);
        }
        if toewijzing {
            bouw.zet("Toewijzingsdatum", dag);
        }
        let omvang = self.omvang.iter().flat_map(|omvang| omvang.split(' '));
        for (naam, waarde) in ["Volume", "Eenheid", "Frequentie"].iter().zip(omvang) {
            bouw.zet(naam, waarde);
        }
        match &self.reden {
            Some(reden) if toewijzing => {
                let reden = format!("<RedenWijziging>{reden}</RedenWijziging>");
                bouw.na.insert("ToegewezenProduct/Einddatum".to_owned(), reden);
            }
            Some(reden) => bouw.zet("RedenBeeindiging", reden),
            None => {}
        }
    }
}

/// What a message in short comes to.
#[derive(Default)]
struct Bouw {
    zet: BTreeMap<String, toml::Value>,
    na: BTreeMap<String, String>,
}

impl Bouw {
    fn zet(&mut self, pad: &str, waarde: &str) {
        self.zet.insert(pad.to_owned(), toml::Value::from(waarde));
    }
}

/// Category and code of a product.
fn twee(product: &str) -> (&str, &str) {
    product.split_once(' ').expect("a category and a code")
}

/// The days of a month, as a story writes a period.
fn dagen(maand: &str) -> String {
    let periode = tijdvak(maand).unwrap_or_else(|| panic!("{maand} is no month"));
    format!("{}..{}", periode.begin, periode.eind)
}

/// The contract of a case, with what a person would decide.
fn contract(bestand: &Bestand, geval: &Geval) -> String {
    let naam = geval.contract.as_ref().unwrap_or(&bestand.contract);
    let tekst = lees(&fixtures("contracten").join(format!("{naam}.toml")));
    let vooraf = if geval.contract.is_some() { &[][..] } else { &bestand.vervang };
    vooraf.iter().chain(&geval.vervang).fold(tekst, |tekst, (van, naar)| {
        assert!(tekst.contains(van), "{}: {van:?} is not in {naam}", geval.naam);
        tekst.replacen(van, naar, 1)
    })
}

/// Every row that the kind could speak in, as `column=value` texts.
fn rijen(
    kijk: &str,
    dag: &str,
    soort: &str,
    dossier: &Dossier<'_>,
    poort: &Poort,
    laatste: &Gespeeld,
) -> Vec<Vec<String>> {
    if kijk == "oordeel" || kijk == "vooraf" {
        let signalen = laatste.antwoord.signalen.iter().filter(|s| s.soort == soort);
        return signalen
            .map(|s| {
                vec![
                    format!("wat={}", s.tekst),
                    format!("feit={}", s.feit.clone().unwrap_or_default()),
                    format!("bedrag_cent={}", s.cent.map(|c| c.to_string()).unwrap_or_default()),
                ]
            })
            .collect();
    }
    let (lijst, periode) = kijk.split_once(' ').unwrap_or_else(|| panic!("{kijk} has no period"));
    let (periode, dag) = (tijdvak(periode).expect("a period"), datum(dag).expect("a day"));
    let (store, contracten, mag) = (dossier.opslag(), poort.contracten(), &|_: &bericht::Dossier| true);
    if lijst == "kpi" {
        let cijfers = kpi::kpi(&kpi::Vraag { store, contracten, periode, dag, mag }).unwrap();
        return cijfers.iter().map(|cijfer| velden(&serde_json::to_value(cijfer).unwrap())).collect();
    }
    let welke = Soort::ALLE.into_iter().find(|s| s.naam() == lijst).unwrap_or_else(|| panic!("no list {lijst}"));
    let vraag = Vraag { store, contracten, periode, dag, client: None, mag };
    let mut uit = Vec::new();
    welke
        .rijen(&vraag, |rij| {
            let waarde = serde_json::to_value(Voorwerp { kolommen: welke.kolommen(), rij: &rij }).unwrap();
            uit.push(velden(&waarde));
            Ok::<(), OverzichtFout>(())
        })
        .unwrap();
    // Lists of several kinds say which one a row is of.
    if ["signalen", "voorstellen"].contains(&lijst) {
        uit.retain(|rij| rij.contains(&format!("soort={soort}")));
    }
    uit
}

fn velden(waarde: &Value) -> Vec<String> {
    let veld = |(naam, waarde): (&String, &Value)| match waarde {
        Value::String(tekst) => format!("{naam}={tekst}"),
        Value::Null => format!("{naam}="),
        ander => format!("{naam}={ander}"),
    };
    waarde.as_object().unwrap().iter().map(veld).collect()
}

/// Whether a row holds all of these; a text that ends in `*` says how a value begins.
fn past(rij: &[String], toon: &[String]) -> bool {
    toon.iter().all(|gevraagd| match gevraagd.strip_suffix('*') {
        Some(begin) => rij.iter().any(|veld| veld.starts_with(begin)),
        None => rij.contains(gevraagd),
    })
}

fn speel(soort: &str, bestand: &Bestand, geval: &Geval, poort: &mut Poort) -> Result<(), String> {
    let kijk = geval.kijk.as_ref().unwrap_or(&bestand.kijk);
    let stap = |naam: &String| {
        let kort = bestand.bericht.get(naam).unwrap_or_else(|| panic!("there is no message {naam}"));
        geval.met.get(naam).map_or_else(|| kort.clone(), |met| kort.met(met)).stap(bestand, geval)
    };
    let mut stappen: Vec<Stap> = geval.stappen.iter().map(stap).collect();
    let vooraf = kijk == "vooraf";
    stappen.last_mut().expect("a message").vooraf = vooraf;
    let verhaal = Verhaal {
        naam: geval.naam.clone(),
        standaarden: vec![bestand.standaard.clone()],
        berichten: Vec::new(),
        contract: None,
        gemeenten: None,
        peildatum: "2026-06-15".to_owned(),
        stap: stappen,
    };
    poort.met_contracten(&[contract(bestand, geval)]);
    let mut dossier = poort.dossier();
    let mut laatste = None;
    let gespeeld = &mut laatste;
    let mut fouten = speel_in(&verhaal, &bestand.standaard, poort, &mut dossier, |g| {
        *gespeeld = Some(Gespeeld { heen: g.heen.clone(), antwoord: g.antwoord.clone(), verzonden: None });
    });
    let laatste = laatste.expect("something was played");
    if vooraf {
        // What keeps the message back is what is looked at.
        fouten.clear();
    }
    let dag = geval.dag.as_ref().or(bestand.dag.as_ref()).map_or("2026-06-15", String::as_str);
    let rijen = rijen(kijk, dag, soort, &dossier, poort, &laatste);
    let toon: Vec<String> = bestand.toon.iter().chain(&geval.toon).cloned().collect();
    let ziet = rijen.iter().any(|rij| past(rij, &toon));
    if ziet != geval.ziet {
        let mut tekst = format!("expected {}, in", if geval.ziet { "a row" } else { "no row" });
        for rij in &rijen {
            let _ = write!(tekst, "\n    {}", rij.join(" | "));
        }
        fouten.push(tekst);
    }
    if vooraf && geval.ziet != (laatste.antwoord.uitkomst == "rejected") {
        fouten.push(format!("outcome {}: {:?}", laatste.antwoord.uitkomst, laatste.antwoord.bevindingen));
    }
    if fouten.is_empty() { Ok(()) } else { Err(fouten.join("\n  ")) }
}

#[test]
fn every_kind_that_is_computed_just_speaks_and_just_does_not() {
    let mut poort = Poort::nieuw();
    let (mut fouten, mut gezien) = (Vec::new(), BTreeSet::new());
    for pad in inhoud(&fixtures("contracten/soorten")) {
        let soort = stam(&pad);
        assert!(regelsoort_van(&soort).is_some(), "there is no kind {soort}");
        let bestand: Bestand = toml::from_str(&lees(&pad)).unwrap_or_else(|e| panic!("{}: {e}", pad.display()));
        for ziet in [true, false] {
            if !bestand.geval.iter().any(|geval| geval.ziet == ziet) {
                fouten.push(format!("{soort}: no case that {}", if ziet { "triggers it" } else { "does not" }));
            }
        }
        for geval in &bestand.geval {
            if let Err(fout) = speel(&soort, &bestand, geval, &mut poort) {
                fouten.push(format!("{soort}, {}:\n  {fout}", geval.naam));
            }
        }
        gezien.insert(soort);
    }
    let berekend = regelsoorten().iter().filter(|s| s.staat == Staat::Berekend).map(|s| s.naam);
    for soort in berekend.chain(SECTIES).filter(|naam| !gezien.contains(*naam)) {
        fouten.push(format!("{soort} has no file with cases"));
    }
    assert!(fouten.is_empty(), "{} problems\n{}", fouten.len(), fouten.join("\n"));
}
