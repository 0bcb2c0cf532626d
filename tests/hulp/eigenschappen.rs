//! What holds for any declaratie, by 323 and by 303: random toewijzingen and Prestaties, in memory.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use dossier::{Lijnen, Record, Row, Table, Verbruik};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::hulp::poort::{Antwoord, Dossier, Poort};
use crate::hulp::retour::gebreken;
use crate::hulp::xml::Element;
use crate::hulp::{fixtures, lees};

const PEILDATUM: &str = "2027-06-15";

fn config() -> Config {
    Config { cases: 24, failure_persistence: None, ..Config::default() }
}

/// A toewijzing within 2026, and the message by which is declared on it.
#[derive(Debug, Clone)]
struct Toewijzing {
    standaard: &'static str,
    soort: &'static str,
    begin: NaiveDate,
    eind: NaiveDate,
    volume: i64,
    eenheid: &'static str,
    frequentie: &'static str,
}

/// A debet Prestatie over a month.
#[derive(Debug, Clone)]
struct Regel {
    referentie: String,
    maand: u32,
    volume: i64,
    /// Cents above volume times tariff: a reason to refuse when not zero. In a 303, where that refuses the whole message, the
    /// line is on a toewijzing that does not exist.
    ernaast: i64,
    /// The ReferentieNummer that this line credits.
    credit: Option<String>,
}

fn dag(jaar: i32, maand: u32, dag: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(jaar, maand, dag).unwrap()
}

fn laatste(maand: u32) -> NaiveDate {
    let volgende = if maand == 12 { dag(2027, 1, 1) } else { dag(2026, maand + 1, 1) };
    volgende.pred_opt().unwrap()
}

prop_compose! {
    fn toewijzing()(
        standaard in prop_oneof![Just("ijw"), Just("iwmo")],
        soort in prop_oneof![Just("323"), Just("303")],
        begin in 0_u64..100,
        duur in 0_u64..260,
        volume in 1_i64..8,
        eenheid in prop_oneof![Just("16"), Just("04"), Just("82")],
        frequentie in prop_oneof![Just("1"), Just("2"), Just("4"), Just("6")],
    ) -> Toewijzing {
        let begin = dag(2026, 1, 1) + Days::new(begin);
        Toewijzing { standaard, soort, begin, eind: begin + Days::new(duur), volume, eenheid, frequentie }
    }
}

prop_compose! {
    fn regels(aantal: usize)(
        velden in prop::collection::vec((1_u32..=12, 1_i64..30, prop_oneof![4 => Just(0_i64), 1 => Just(1)]), 1..=aantal)
    ) -> Vec<Regel> {
        let mut maanden = BTreeMap::new();
        for (maand, volume, ernaast) in velden {
            maanden.entry(maand).or_insert((volume, ernaast));
        }
        let regel = |(nummer, (maand, (volume, ernaast)))| {
            Regel { referentie: format!("R{nummer}"), maand, volume, ernaast, credit: None }
        };
        maanden.into_iter().enumerate().map(regel).collect()
    }
}

impl Toewijzing {
    /// The most that may be delivered, counted day by day and not by formula.
    fn totaal(&self) -> i64 {
        let dagen = || self.begin.iter_days().take_while(|d| *d <= self.eind);
        let tel = |sleutel: fn(NaiveDate) -> (i32, u32)| {
            dagen().map(sleutel).collect::<std::collections::BTreeSet<_>>().len()
        };
        let aantal = match self.frequentie {
            "1" => dagen().count(),
            "2" => tel(|d| (d.iso_week().year(), d.iso_week().week())),
            "4" => tel(|d| (d.year(), d.month())),
            _ => 1,
        };
        self.volume * i64::try_from(aantal).unwrap()
    }

    fn bericht(&self) -> String {
        let mut xml = basis(self.standaard, "301");
        zet(&mut xml, "Ingangsdatum", &self.begin.to_string());
        zet(&mut xml, "ToegewezenProduct/Einddatum", &self.eind.to_string());
        zet(&mut xml, "Volume", &self.volume.to_string());
        zet(&mut xml, "Eenheid", self.eenheid);
        zet(&mut xml, "Frequentie", self.frequentie);
        xml.schrijf()
    }

    fn periode(&self, maand: u32) -> (NaiveDate, NaiveDate) {
        (dag(2026, maand, 1).max(self.begin), laatste(maand).min(self.eind))
    }

    /// A declaratie over December 2026; lines outside the toewijzing get the whole month and are refused.
    fn declaratie(&self, nummer: usize, regels: &[Regel]) -> String {
        let mut xml = basis(self.standaard, self.soort);
        if self.soort == "303" {
            zet(&mut xml, "DeclarantFactuurNummer", &format!("F{nummer}"));
            zet(&mut xml, "FactuurDagtekening", "2027-01-31");
        } else {
            zet(&mut xml, "BerichtIdentificatie/Identificatie", &format!("B{nummer}"));
            zet(&mut xml, "DeclaratieNummer", &format!("D{nummer}"));
            zet(&mut xml, "Dagtekening", "2027-01-31");
            zet(&mut xml, "DeclaratieDagtekening", "2027-01-31");
        }
        periode(&mut xml, "DeclaratiePeriode", (dag(2026, 12, 1), dag(2026, 12, 31)));
        let prestaties = xml.op_mut("Prestaties").unwrap();
        let model = prestaties.kinderen.remove(0);
        prestaties.kinderen = regels.iter().map(|regel| self.prestatie(&model, regel)).collect();
        let som: i64 = regels.iter().map(|regel| self.bedrag(regel)).sum();
        let totaal = if self.soort == "303" { "DeclaratieFactuurTotaalBedrag" } else { "TotaalIngediendBedrag" };
        zet(&mut xml, &format!("{totaal}/TotaalBedrag"), &som.abs().to_string());
        zet(&mut xml, &format!("{totaal}/DebetCredit"), if som < 0 { "C" } else { "D" });
        xml.schrijf()
    }

    fn prestatie(&self, model: &Element, regel: &Regel) -> Element {
        let mut xml = model.clone();
        let (begin, eind) = self.periode(regel.maand);
        let buiten = begin > eind;
        periode(
            &mut xml,
            "ProductPeriode",
            if buiten { (dag(2026, regel.maand, 1), laatste(regel.maand)) } else { (begin, eind) },
        );
        zet(&mut xml, "ReferentieNummer", &regel.referentie);
        zet(&mut xml, "GeleverdVolume", &regel.volume.to_string());
        zet(&mut xml, "Eenheid", self.eenheid);
        zet(&mut xml, "ProductTarief", "100");
        let factuur = self.soort == "303";
        if factuur && regel.ernaast != 0 {
            zet(&mut xml, "ToewijzingNummer", "7999");
        }
        let bedragen: &[&str] =
            if factuur { &["BerekendBedrag", "DeclaratieFactuurBedrag"] } else { &["IngediendBedrag"] };
        for bedrag in bedragen {
            zet(&mut xml, &format!("{bedrag}/Bedrag"), &self.bedrag(regel).abs().to_string());
        }
        if let Some(debet) = &regel.credit {
            let mut vorige = xml.op("ReferentieNummer").unwrap().clone();
            vorige.naam = format!("{}VorigReferentieNummer", vorige.prefix());
            debet.clone_into(&mut vorige.tekst);
            xml.op_mut("ProductReferentie").unwrap().kinderen.push(vorige);
            for bedrag in bedragen {
                zet(&mut xml, &format!("{bedrag}/DebetCredit"), "C");
            }
        }
        xml
    }

    /// What a line asks, negative for a credit.
    fn bedrag(&self, regel: &Regel) -> i64 {
        let ernaast = if self.soort == "303" { 0 } else { regel.ernaast };
        let bedrag = regel.volume * 100 + ernaast;
        if regel.credit.is_some() { -bedrag } else { bedrag }
    }
}

impl Regel {
    fn crediteer(&self, referentie: &str) -> Regel {
        Regel { referentie: referentie.to_owned(), credit: Some(self.referentie.clone()), ..self.clone() }
    }

    fn opnieuw(&self, referentie: &str) -> Regel {
        Regel { referentie: referentie.to_owned(), ..self.clone() }
    }
}

fn basis(standaard: &str, soort: &str) -> Element {
    Element::lees(&lees(&fixtures("berichten").join(format!("{standaard}-{soort}.xml"))))
}

fn zet(xml: &mut Element, pad: &str, waarde: &str) {
    waarde.clone_into(&mut xml.op_mut(pad).unwrap_or_else(|| panic!("no {pad}")).tekst);
}

fn periode(xml: &mut Element, pad: &str, (begin, eind): (NaiveDate, NaiveDate)) {
    zet(xml, &format!("{pad}/Begindatum"), &begin.to_string());
    zet(xml, &format!("{pad}/Einddatum"), &eind.to_string());
}

/// Codes per refused line; what is granted is not in it. Every 325 obeys TR342 and the other rules of its kind, and what a 304
/// grants is the sum of the lines that do not come back.
fn declareer(
    dossier: &mut Dossier<'_>,
    t: &Toewijzing,
    nummer: usize,
    regels: &[Regel],
) -> BTreeMap<String, Vec<String>> {
    let heen = t.declaratie(nummer, regels);
    let antwoord = dossier.verwerk(&heen, PEILDATUM);
    assert!(matches!(antwoord.uitkomst.as_str(), "accepted" | "partly"), "{antwoord:?}");
    let retour = antwoord.retour.unwrap();
    assert_eq!(gebreken(&heen, &retour, &antwoord.uitkomst, PEILDATUM), [""; 0], "{retour}");
    let terug = dossier.verwerk(&retour, PEILDATUM);
    assert_eq!((terug.uitkomst.as_str(), opmerkingen(&terug)), ("accepted", vec![]), "our own 325: {terug:?}");
    let codes = |p: &&Element| p.alle("RetourCode").iter().map(|c| c.tekst.clone()).collect();
    let retour = Element::lees(&retour);
    retour.alle("Prestatie").iter().map(|p| (p.waarde("ReferentieNummer").to_owned(), codes(p))).collect()
}

/// Signals on a 325 or 304. A declaratie may be dated long before the day of the test; that its answer is late is true then,
/// and that release 2.3 is not in use.
fn opmerkingen(antwoord: &Antwoord) -> Vec<String> {
    antwoord.signalen().into_iter().filter(|signaal| !["OP090x4", "release"].contains(&signaal.as_str())).collect()
}

fn begin<'p>(poort: &'p Poort, t: &Toewijzing) -> Dossier<'p> {
    let mut dossier = poort.dossier();
    let antwoord = dossier.verwerk(&t.bericht(), PEILDATUM);
    assert_eq!(antwoord.uitkomst, "accepted", "{antwoord:?}");
    dossier
}

fn toegekend<'r>(regels: &'r [Regel], geweigerd: &BTreeMap<String, Vec<String>>) -> Vec<&'r Regel> {
    regels.iter().filter(|r| !geweigerd.contains_key(&r.referentie)).collect()
}

/// The combinations of Eenheid and Frequentie that a 301 may hold: dagdelen never per day.
fn bestaat(t: &Toewijzing) -> bool {
    t.eenheid != "16" || t.frequentie != "1"
}

/// Never more granted on a toewijzing than it allows in total, whatever is declared, credited and declared again.
#[test]
fn never_more_than_the_toewijzing() {
    let poort = Poort::nieuw();
    proptest!(config(), |(t in toewijzing().prop_filter("exists", bestaat), rondes in prop::collection::vec(regels(6), 1..4))| {
        let mut dossier = begin(&poort, &t);
        let (mut som, mut nummer) = (0, 0);
        for (ronde, regels) in rondes.iter().enumerate() {
            let regels: Vec<_> = regels.iter().map(|r| r.opnieuw(&format!("{ronde}-{}", r.referentie))).collect();
            nummer += 1;
            let geweigerd = declareer(&mut dossier, &t, nummer, &regels);
            som += toegekend(&regels, &geweigerd).iter().map(|r| r.volume).sum::<i64>();
            prop_assert!(som <= t.totaal(), "granted {som} of {}", t.totaal());
            if let Some(eerste) = toegekend(&regels, &geweigerd).first() {
                nummer += 1;
                let credit = [eerste.crediteer(&format!("{ronde}-C"))];
                prop_assert!(declareer(&mut dossier, &t, nummer, &credit).is_empty());
                som -= eerste.volume;
            }
        }
    });
}

/// The same lines in one message or spread over two of the same month, in the same order, are granted alike.
#[test]
fn one_message_or_two() {
    let poort = Poort::nieuw();
    proptest!(config(), |(t in toewijzing().prop_filter("exists", bestaat), regels in regels(10), knip in 0_usize..10)| {
        let heel = declareer(&mut begin(&poort, &t), &t, 1, &regels);
        let (eerst, dan) = regels.split_at(knip.min(regels.len() - 1));
        let mut dossier = begin(&poort, &t);
        let mut delen = BTreeMap::new();
        for (nummer, deel) in [eerst, dan].into_iter().enumerate().filter(|(_, d)| !d.is_empty()) {
            delen.extend(declareer(&mut dossier, &t, nummer + 1, deel));
        }
        prop_assert_eq!(heel, delen);
    });
}

/// A credit and the same debet under a new number leave things as they were: what follows is judged the same.
#[test]
fn a_credit_and_the_same_debet_change_nothing() {
    let poort = Poort::nieuw();
    proptest!(config(), |(t in toewijzing().prop_filter("exists", bestaat), regels in regels(8), wie in any::<prop::sample::Index>(), na in regels(8))| {
        let (mut recht, mut omweg) = (begin(&poort, &t), begin(&poort, &t));
        let geweigerd = declareer(&mut recht, &t, 1, &regels);
        prop_assert_eq!(&geweigerd, &declareer(&mut omweg, &t, 1, &regels));
        let toegekend = toegekend(&regels, &geweigerd);
        prop_assume!(!toegekend.is_empty());
        let regel = wie.get(&toegekend);
        prop_assert!(declareer(&mut omweg, &t, 2, &[regel.crediteer("C"), regel.opnieuw("N")]).is_empty());
        let na: Vec<_> = na.iter().map(|r| r.opnieuw(&format!("na-{}", r.referentie))).collect();
        prop_assert_eq!(declareer(&mut recht, &t, 3, &na), declareer(&mut omweg, &t, 3, &na));
        let terug = [regel.opnieuw("N").crediteer("CC")];
        prop_assert!(declareer(&mut omweg, &t, 4, &terug).is_empty());
    });
}

/// Rows without their version; the lines behind a sum in order of their number, for answers may come in any order.
fn inhoud(dossier: &Dossier<'_>, tabel: Table) -> Vec<Row> {
    let mut rijen = dossier.rijen(tabel);
    for rij in &mut rijen {
        rij.version = 0;
        if let Record::Client(client) = &mut rij.record {
            let nummers: Vec<u32> = client.verbruik.alle().map(|(nummer, _)| nummer).collect();
            for nummer in nummers {
                client.verbruik.wijzig(nummer, op_volgorde);
            }
        }
    }
    rijen
}

fn op_volgorde(verbruik: &mut Verbruik) {
    let oud = verbruik.debets.clone();
    let mut lijnen: Vec<_> = oud.iter().collect();
    lijnen.sort_by_key(|lijn| lijn.referentie);
    verbruik.debets = Lijnen::default();
    for lijn in lijnen {
        verbruik.debets.erbij(lijn);
    }
}

/// Whether nothing was granted on any toewijzing.
fn is_leeg(rij: &Row) -> bool {
    matches!(&rij.record, Record::Client(client) if client.verbruik.alle().next().is_none())
}

/// What an aanbieder sends and gets answered leaves it with exactly what the gemeente booked: every sum, every outcome, every
/// credit; also when the answers come late and in another order.
#[test]
fn sent_and_answered_is_what_was_judged() {
    let poort = Poort::nieuw();
    proptest!(config(), |(t in toewijzing().prop_filter("exists", bestaat), rondes in prop::collection::vec((regels(6), any::<bool>()), 1..4), volgorde in any::<prop::sample::Index>())| {
        let (mut gemeente, mut aanbieder) = (begin(&poort, &t), begin(&poort, &t));
        let (mut te_crediteren, mut antwoorden): (Option<Regel>, Vec<String>) = (None, Vec::new());
        for (ronde, (regels, crediteer)) in rondes.iter().enumerate() {
            let mut regels: Vec<_> = regels.iter().map(|r| r.opnieuw(&format!("{ronde}-{}", r.referentie))).collect();
            if let Some(debet) = te_crediteren.take_if(|_| *crediteer) {
                regels.push(debet.crediteer(&format!("{ronde}-C")));
            }
            let heen = t.declaratie(ronde + 1, &regels);
            // The same message has the same number on both sides, so that rows can be compared.
            let nummer = u128::try_from(ronde).unwrap() * 10 + 10;
            gemeente.nummer_vanaf(nummer);
            aanbieder.nummer_vanaf(nummer);
            prop_assert_eq!(aanbieder.verzend(&heen, PEILDATUM).uitkomst, "accepted");
            let retour = gemeente.verwerk(&heen, PEILDATUM).retour.unwrap();
            let terug = Element::lees(&retour);
            let geweigerd = |r: &Regel| terug.alle("Prestatie").iter().any(|p| p.waarde("ReferentieNummer") == r.referentie);
            te_crediteren = te_crediteren.or(regels.iter().find(|r| r.credit.is_none() && !geweigerd(r)).cloned());
            antwoorden.push(retour);
        }
        prop_assert!(inhoud(&aanbieder, Table::Client).iter().all(is_leeg), "nothing counts before its answer");
        antwoorden.rotate_left(volgorde.index(rondes.len()));
        aanbieder.nummer_vanaf(100);
        for retour in &antwoorden {
            let terug = aanbieder.verwerk(retour, PEILDATUM);
            prop_assert_eq!((terug.uitkomst.as_str(), opmerkingen(&terug)), ("accepted", vec![]));
        }
        for tabel in [Table::Client, Table::Prestatie, Table::Declaratie, Table::Stand] {
            prop_assert_eq!(inhoud(&aanbieder, tabel), inhoud(&gemeente, tabel));
        }
    });
}
