//! Stories: a TOML file tells which messages come in and what must become of each. See fixtures/README.md.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::poort::{Antwoord, Dossier, Poort, uniek};
use super::retour::{gebreken, getekend, klassen, toegekend_totaal};
use super::xml::Element;
use super::{fixtures, lees};

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bestand {
    /// Rules that cannot but object together with this one.
    #[serde(default)]
    pub samen: Vec<String>,
    /// The cases.
    pub geval: Vec<Geval>,
}

/// One case: messages in order, in an empty dossier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geval {
    /// What it shows.
    pub naam: String,
    /// Standards it is played in.
    #[serde(default = "beide")]
    pub standaarden: Vec<String>,
    /// Plays the case once for each; `{bericht}` stands for it.
    #[serde(default)]
    pub berichten: Vec<String>,
    /// Name of a contract in `contracten/`.
    pub contract: Option<String>,
    /// A full list of gemeenten: code to `first..last` day.
    pub gemeenten: Option<BTreeMap<String, String>>,
    /// Reference date.
    #[serde(default = "peildatum")]
    pub peildatum: String,
    /// The messages.
    pub stap: Vec<Stap>,
}

/// One message and what must become of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stap {
    /// A base message (`323`), our own retour on a step (`retour:2`) or the message of a step (`stap:2`).
    pub bericht: String,
    /// Elements to repeat.
    #[serde(default)]
    pub kopie: Vec<String>,
    /// Elements to leave out.
    #[serde(default)]
    pub weg: Vec<String>,
    /// XML to put after an element; `p:` is the prefix of the standard.
    #[serde(default)]
    pub na: BTreeMap<String, String>,
    /// Values to set.
    #[serde(default)]
    pub zet: BTreeMap<String, toml::Value>,
    /// Reference date, when it differs.
    pub peildatum: Option<String>,
    /// Sent from here: the other side judges it, and its retour is the one of this step.
    #[serde(default)]
    pub verzend: bool,
    /// Only looked at before it is sent; nothing of it stays.
    #[serde(default)]
    pub vooraf: bool,
    /// What the other side makes of a message that is sent.
    #[serde(default = "accepted")]
    pub overkant: String,
    /// The other side does not know of this message: it only shows how things stand here.
    #[serde(default)]
    pub proef: bool,
    /// Outcome.
    #[serde(default = "accepted")]
    pub verwacht: String,
    /// Exactly these findings: `rule code class`; no class when there is no retour.
    #[serde(default)]
    pub regels: Vec<String>,
    /// Signals that must be there, by kind.
    #[serde(default)]
    pub signalen: Vec<String>,
    /// TotaalToegekendBedrag or ToegekendTotaalBedrag, negative for credit.
    pub toegekend: Option<i64>,
    /// GemeenteBerekendBedrag of every Prestatie that a 304 holds, negative for credit.
    pub gemeente: Option<Vec<i64>>,
}

fn beide() -> Vec<String> {
    vec!["ijw".to_owned(), "iwmo".to_owned()]
}

fn peildatum() -> String {
    "2026-06-15".to_owned()
}

fn accepted() -> String {
    "accepted".to_owned()
}

impl Bestand {
    /// Reads a file.
    pub fn lees(pad: &Path) -> Bestand {
        toml::from_str(&lees(pad)).unwrap_or_else(|e| panic!("{}: {e}", pad.display()))
    }

    /// The cases, those with `berichten` once for each.
    pub fn gevallen(&self) -> Vec<Geval> {
        let mut alle = Vec::new();
        for geval in &self.geval {
            if geval.berichten.is_empty() {
                alle.push(geval.clone());
            }
            alle.extend(geval.berichten.iter().map(|bericht| geval.voor(bericht)));
        }
        alle
    }
}

impl Geval {
    fn voor(&self, bericht: &str) -> Geval {
        let mut geval = self.clone();
        geval.naam = format!("{} ({bericht})", self.naam);
        for stap in &mut geval.stap {
            stap.bericht = stap.bericht.replace("{bericht}", bericht);
        }
        geval
    }
}

/// A step that was played.
#[derive(Debug)]
pub struct Gespeeld {
    /// The message as it went in.
    pub heen: String,
    /// What became of it; of a message that was sent, on the other side.
    pub antwoord: Antwoord,
    /// What came of sending it.
    pub verzonden: Option<Antwoord>,
}

/// Plays a case in one standard. Each step is handed over as it was played; the result tells what was not as expected.
pub fn speel(geval: &Geval, standaard: &str, poort: &mut Poort, mut bij: impl FnMut(&Gespeeld)) -> Vec<String> {
    poort.met_contracten(&contracten(geval));
    poort.met_gemeenten(gemeenten(geval).as_deref());
    let mut dossier: Dossier<'_> = poort.dossier();
    speel_in(geval, standaard, poort, &mut dossier, &mut bij)
}

/// As [`speel`], in a dossier of the caller, which shows afterwards what was kept.
pub fn speel_in(
    geval: &Geval,
    standaard: &str,
    poort: &Poort,
    dossier: &mut Dossier<'_>,
    mut bij: impl FnMut(&Gespeeld),
) -> Vec<String> {
    let mut overkant = geval.stap.iter().any(|stap| stap.verzend).then(|| poort.dossier());
    let (mut gespeeld, mut fouten): (Vec<Gespeeld>, _) = (Vec::new(), Vec::new());
    for (index, stap) in geval.stap.iter().enumerate() {
        let heen = stap.bouw(index + 1, standaard, &gespeeld);
        let dag = stap.peildatum.as_ref().unwrap_or(&geval.peildatum);
        let deze = match &mut overkant {
            Some(overkant) => stap.tussen(dossier, overkant, heen, dag),
            None if stap.vooraf => Gespeeld { antwoord: dossier.vooraf(&heen, dag), heen, verzonden: None },
            None => Gespeeld { antwoord: dossier.verwerk(&heen, dag), heen, verzonden: None },
        };
        let schema = deze.antwoord.retour.as_deref().map(|r| poort.schemafouten(r)).unwrap_or_default();
        let verschil = schema.into_iter().chain(stap.verschillen(&deze, dag));
        fouten.extend(verschil.map(|v| format!("case '{}', {standaard}, step {}: {v}", geval.naam, index + 1)));
        bij(&deze);
        gespeeld.push(deze);
    }
    fouten
}

fn contracten(geval: &Geval) -> Vec<String> {
    // Small contracts of the tests first, then the ones that are written out.
    let pad = |naam: &String| {
        let mappen = ["regels/contracten", "contracten"].map(|map| fixtures(map).join(format!("{naam}.toml")));
        let gevonden = mappen.iter().find(|pad| pad.is_file());
        gevonden.cloned().unwrap_or_else(|| panic!("there is no contract {naam}"))
    };
    geval.contract.iter().map(|naam| lees(&pad(naam))).collect()
}

fn gemeenten(geval: &Geval) -> Option<String> {
    let regel = |(code, tijd): (&String, &String)| {
        let (van, tot) = tijd.split_once("..").unwrap_or_else(|| panic!("{tijd} is not first..last"));
        format!("{code}\tproef\t{van}\t{tot}\n")
    };
    let lijst = geval.gemeenten.as_ref()?;
    Some(format!("code\tnaam\tvan\ttot\n{}", lijst.iter().map(regel).collect::<String>()))
}

impl Stap {
    /// Plays a step between two parties, each with a dossier of its own: what one sends, the other judges.
    fn tussen(&self, hier: &mut Dossier<'_>, overkant: &mut Dossier<'_>, heen: String, dag: &str) -> Gespeeld {
        if self.verzend {
            let verzonden = hier.verzend(&heen, dag);
            let gaat_uit = verzonden.uitkomst == "accepted";
            let antwoord = if gaat_uit { overkant.verwerk(&heen, dag) } else { verzonden.clone() };
            return Gespeeld { heen, antwoord, verzonden: Some(verzonden) };
        }
        // A retour of the other side comes from its judgement; there is nothing to book again.
        let nieuw = !self.proef && !self.bericht.starts_with("retour:") && self.bericht != "325";
        if nieuw {
            overkant.verzend(&heen, dag);
        }
        let antwoord = hier.verwerk(&heen, dag);
        if let Some(retour) = antwoord.retour.as_ref().filter(|_| nieuw) {
            overkant.verwerk(retour, dag);
        }
        Gespeeld { heen, antwoord, verzonden: None }
    }

    /// The text of the message.
    fn bouw(&self, nummer: usize, standaard: &str, eerder: &[Gespeeld]) -> String {
        let (bron, genummerd) = self.bron(standaard, eerder);
        if !genummerd && self.zet.is_empty() && self.weg.is_empty() && self.kopie.is_empty() && self.na.is_empty() {
            return bron;
        }
        let mut xml = Element::lees(&bron);
        for pad in &self.kopie {
            let (rond, index) = vind(xml.rond_mut(pad), pad);
            let kopie = rond.kinderen[index].clone();
            rond.kinderen.insert(index + 1, kopie);
        }
        for pad in &self.weg {
            let (rond, index) = vind(xml.rond_mut(pad), pad);
            rond.kinderen.remove(index);
        }
        for (pad, nieuw) in &self.na {
            let nieuw = Element::lees(&vul(nieuw, standaard));
            let (rond, index) = vind(xml.rond_mut(pad), pad);
            rond.kinderen.insert(index + 1, nieuw);
        }
        if genummerd {
            nummer_door(&mut xml, nummer);
        }
        for (pad, waarde) in &self.zet {
            let waarde = waarde.as_str().map_or_else(|| waarde.to_string(), str::to_owned);
            zet(vind(xml.op_mut(pad), pad), &vul(&waarde, standaard));
        }
        if genummerd && !self.zet.keys().any(|pad| pad.contains("Totaal")) {
            tel_op(&mut xml);
        }
        xml.schrijf()
    }

    /// Where the message starts from, and whether it gets numbers of its own.
    fn bron(&self, standaard: &str, eerder: &[Gespeeld]) -> (String, bool) {
        let stap = |nummer: &str| &eerder[nummer.parse::<usize>().unwrap() - 1];
        if let Some(nummer) = self.bericht.strip_prefix("retour:") {
            return (stap(nummer).antwoord.retour.clone().expect("that step has no retour"), false);
        }
        if let Some(nummer) = self.bericht.strip_prefix("stap:") {
            return (stap(nummer).heen.clone(), false);
        }
        let pad = fixtures("berichten").join(format!("{standaard}-{}.xml", self.bericht));
        (lees(&pad), self.bericht != "325")
    }

    /// What differs from the expectation.
    fn verschillen(&self, gespeeld: &Gespeeld, dag: &str) -> Vec<String> {
        let (heen, antwoord) = (&gespeeld.heen, &gespeeld.antwoord);
        let mut fouten = Vec::new();
        let mut vergelijk = |wat: &str, verwacht: String, gevonden: String| {
            if verwacht != gevonden {
                fouten.push(format!("{wat}: expected {verwacht}, found {gevonden}"));
            }
        };
        let hier = gespeeld.verzonden.as_ref().unwrap_or(antwoord);
        vergelijk("outcome", self.verwacht.clone(), hier.uitkomst.clone());
        if hier.uitkomst == "accepted" && gespeeld.verzonden.is_some() {
            vergelijk("outcome on the other side", self.overkant.clone(), antwoord.uitkomst.clone());
        }
        let twee = |regel: &String| regel.split(' ').take(2).collect::<Vec<_>>().join(" ");
        vergelijk("rules", toon(&uniek(self.regels.iter().map(twee))), toon(&antwoord.regels()));
        let mist: Vec<_> = self.signalen.iter().filter(|s| !antwoord.signalen().contains(s)).collect();
        vergelijk(
            "signals",
            toon(&self.signalen),
            if mist.is_empty() { toon(&self.signalen) } else { toon(&antwoord.signalen()) },
        );
        if let Some(retour) = &antwoord.retour {
            vergelijk("codes", toon(&self.codes()), toon(&codes(heen, retour)));
            if let Some(toegekend) = self.toegekend {
                let gevonden = toegekend_totaal(&Element::lees(retour)).unwrap_or_default();
                vergelijk("granted", toegekend.to_string(), gevonden.to_string());
            }
            if let Some(gemeente) = &self.gemeente {
                let retour = Element::lees(retour);
                let gevonden: Vec<i64> =
                    retour.alle("Prestatie").iter().map(|p| getekend(p, "GemeenteBerekendBedrag")).collect();
                vergelijk("computed by the gemeente", format!("{gemeente:?}"), format!("{gevonden:?}"));
            }
        }
        let retour = antwoord.retour.iter().filter(|_| antwoord.uitkomst != "duplicate");
        fouten.extend(retour.flat_map(|retour| gebreken(heen, retour, &antwoord.uitkomst, dag)));
        fouten
    }

    /// Expected codes of rules as `class code`.
    fn codes(&self) -> Vec<String> {
        let delen = |regel: &String| {
            let [_, code, klasse] = regel.split(' ').collect::<Vec<_>>()[..] else { return None };
            Some(format!("{klasse} {code}"))
        };
        uniek(self.regels.iter().filter_map(delen))
    }
}

/// Codes of rules in a retour as `class code`: without 0200, 0233 and 8001, which follow from them.
fn codes(heen: &str, retour: &str) -> Vec<String> {
    let mut codes = Vec::new();
    for klasse in klassen(heen, retour) {
        let eigen = klasse.codes.iter().filter(|c| !matches!(c.as_str(), "0200" | "0233" | "8001"));
        codes.extend(eigen.map(|code| format!("{} {code}", klasse.naam)));
    }
    uniek(codes.into_iter())
}

fn toon(lijst: &[String]) -> String {
    if lijst.is_empty() { "none".to_owned() } else { lijst.join(", ") }
}

fn vind<T>(gevonden: Option<T>, pad: &str) -> T {
    gevonden.unwrap_or_else(|| panic!("no element at {pad}"))
}

/// Sets the text of an element, or `begin..end` in the two elements of a period.
fn zet(element: &mut Element, waarde: &str) {
    match (element.kinderen.as_mut_slice(), waarde.split_once("..")) {
        ([], _) => waarde.clone_into(&mut element.tekst),
        ([eerste, tweede], Some((begin, eind))) => (eerste.tekst, tweede.tekst) = (begin.to_owned(), eind.to_owned()),
        _ => panic!("{} holds elements, not a value", element.naam),
    }
}

/// Fills in what differs between the standards.
fn vul(tekst: &str, standaard: &str) -> String {
    let (categorie, andere) = if standaard == "ijw" { ("50", "51") } else { ("07", "08") };
    tekst
        .replace("p:", &format!("{standaard}:"))
        .replace("{categorie}", categorie)
        .replace("{andere categorie}", andere)
        .replace("{code}", &format!("{categorie}P01"))
        .replace("{andere code}", &format!("{andere}P01"))
}

/// Gives a message numbers of its own: step 3 has Identificatie S3, DeclaratieNummer D3, factuurnummer F3,
/// ReferentieAanbieder V3 and Prestaties 3-1, 3-2, ...
fn nummer_door(xml: &mut Element, stap: usize) {
    let mut zet = |pad: &str, waarde: String| {
        if let Some(element) = xml.op_mut(pad) {
            element.tekst = waarde;
            return true;
        }
        false
    };
    zet("BerichtIdentificatie/Identificatie", format!("S{stap}"));
    zet("DeclaratieNummer", format!("D{stap}"));
    zet("DeclarantFactuurNummer", format!("F{stap}"));
    for klasse in ["AangevraagdProduct", "Verzoek"] {
        zet(&format!("{klasse}/ReferentieAanbieder"), format!("V{stap}"));
    }
    let mut prestatie = 1;
    while zet(&format!("Prestatie[{prestatie}]/ReferentieNummer"), format!("{stap}-{prestatie}")) {
        prestatie += 1;
    }
}

/// The total of a 323 or 303 follows from its Prestaties.
fn tel_op(xml: &mut Element) {
    for (bedrag, totaal) in
        [("IngediendBedrag", "TotaalIngediendBedrag"), ("DeclaratieFactuurBedrag", "DeclaratieFactuurTotaalBedrag")]
    {
        let som: i64 = xml.alle("Prestatie").iter().map(|p| getekend(p, bedrag)).sum();
        if let Some(totaal) = xml.op_mut(totaal) {
            totaal.kinderen[0].tekst = som.abs().to_string();
            let dc = if som < 0 { "C" } else { "D" };
            dc.clone_into(&mut totaal.kinderen[1].tekst);
        }
    }
}
