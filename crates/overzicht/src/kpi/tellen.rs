//! The counters behind the figures.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::once;

use bericht::{Datum, Domein, Dossier, Eenheid as Volume, Periode};
use chrono::Datelike;
use contract::afronden;
use contract::model::Contractregel;
use contract::regelsoort::Parameter;
use contract::reken::{self, Clientjaar, aandeel, doorlooptijd, gemiddelde_uren, teruggekeerd};
use dossier::{ClientFeit, Key, PrestatieFeit, StopFeit, Table, dossier_van, geldige_versie};
use regels::reken::{eenheid_past, in_teleenheid, maximum_termijn};
use regels::werkdag::werkdagen_tussen;
use rust_decimal::Decimal;

use super::uitkomst::{Cijfer, Eenheid};
use crate::afspraken::Dossierafspraken;
use crate::fout::OverzichtFout;
use crate::netto::Netto;

/// RedenBeeindiging of an end that is none: temporary, and the change of a toewijzing on request.
const GEEN_EINDE: [&str; 2] = ["20", "37"];
/// RedenBeeindiging of a death: nobody comes back from it.
const OVERLEDEN: &str = "02";

/// Whether an end was premature: by the reasons that were agreed on its day, else by those of the code list that say so.
fn voortijdig(afspraken: &Dossierafspraken<'_>, domein: Domein, stop: &StopFeit) -> bool {
    let regel = afspraken.op("kpi_end_reasons", stop.einddatum, code(stop.product.as_ref()));
    let afgesproken = regel.map(|regel| regel.teksten("premature")).unwrap_or_default();
    let reden = stop.reden.as_str();
    match domein {
        _ if !afgesproken.is_empty() => afgesproken.iter().any(|code| code == reden),
        Domein::Ijw => ["32", "33", "34", "35"].contains(&reden),
        Domein::Iwmo => ["21", "22", "23"].contains(&reden),
    }
}

/// Whether someone waited longer than was agreed on the day of the start, in days or in werkdagen; none without a norm.
fn te_lang(regel: Option<&Contractregel>, van: Datum, tot: Datum) -> Option<bool> {
    let regel = regel?;
    let over_dagen = regel.geheel("norm_days").map(|norm| (tot - van).num_days() > norm);
    let werkdagen = || i64::try_from(werkdagen_tussen(van, tot)).unwrap_or(i64::MAX);
    let over_werkdagen = regel.geheel("norm_werkdagen").map(|norm| werkdagen() > norm);
    over_dagen.into_iter().chain(over_werkdagen).reduce(|a, b| a || b)
}

fn code(product: Option<&bericht::Product>) -> Option<&str> {
    product.and_then(|product| product.code.as_deref())
}

/// Counters of a product of one dossier.
#[derive(Debug, Default)]
struct Groep {
    cent: i64,
    clienten: HashSet<u128>,
    toegewezen: i64,
    goedgekeurd: i64,
    begonnen: i64,
    gestart: i64,
    instroom: i64,
    wachtdagen: i64,
    gewacht: i64,
    te_lang: i64,
    met_norm: i64,
    trajecten: Vec<(Datum, Datum)>,
    voortijdig: i64,
    terug: i64,
    kan_terug: i64,
}

type Productnaam = (String, Option<String>);

/// Counters of one dossier.
struct Dossiertelling<'c> {
    dossier: Dossier,
    /// Of several contracts the first that says something counts.
    afspraken: Dossierafspraken<'c>,
    groepen: Vec<(Productnaam, Groep)>,
    plaats: BTreeMap<Productnaam, usize>,
    /// Per ToewijzingNummer: its product, and the unit in which it is counted.
    toewijzingen: HashMap<u32, (usize, Option<bericht::Omvang>)>,
    /// Minutes per client, and the months of the year in which it had a toewijzing, a bit each.
    jaren: HashMap<u128, (i64, u16)>,
    clienten: HashSet<u128>,
    /// Net granted.
    netto: Netto,
    /// Last day of a granted line, up to the day of the question, in whatever period.
    laatst_geleverd: Option<Datum>,
    /// Dagtekening of the first toewijzing.
    eerst_toegewezen: Option<Datum>,
}

/// All counters.
pub(super) struct Telling<'c> {
    periode: Periode,
    dag: Datum,
    dossiers: Vec<Dossiertelling<'c>>,
    index: HashMap<Dossier, Option<usize>>,
    /// The dossier of the row before, by the begin of its key: rows come together.
    laatste: Option<(Key, Option<usize>)>,
}

impl<'c> Telling<'c> {
    pub(super) fn nieuw(periode: Periode, dag: Datum) -> Self {
        Self { periode, dag: dag.min(periode.eind), dossiers: Vec::new(), index: HashMap::new(), laatste: None }
    }

    /// The place of the dossier of a row; none when it does not count.
    pub(super) fn dossier(
        &mut self,
        key: &Key,
        table: Table,
        mag: &dyn Fn(&Dossier) -> bool,
        afspraken: &dyn Fn(&Dossier) -> Dossierafspraken<'c>,
    ) -> Result<Option<usize>, OverzichtFout> {
        if let Some((prefix, plaats)) = &self.laatste
            && key.starts_with(prefix)
        {
            return Ok(*plaats);
        }
        let dossier = dossier_van(key).ok_or(OverzichtFout::Sleutel { tabel: table.name() })?;
        let prefix = dossier::dossier_prefix(&dossier);
        let plaats = if let Some(plaats) = self.index.get(&dossier) {
            *plaats
        } else {
            let plaats = mag(&dossier).then_some(self.dossiers.len());
            self.index.insert(dossier.clone(), plaats);
            if plaats.is_some() {
                let afspraken = afspraken(&dossier);
                self.dossiers.push(Dossiertelling::nieuw(dossier, afspraken));
            }
            plaats
        };
        self.laatste = Some((prefix, plaats));
        Ok(plaats)
    }

    pub(super) fn client(&mut self, dossier: usize, client: u128, feit: &ClientFeit) {
        if let Some(telling) = self.dossiers.get_mut(dossier) {
            telling.client(client, feit, self.periode, self.dag);
        }
    }

    pub(super) fn prestatie(&mut self, dossier: usize, feit: &PrestatieFeit) {
        if feit.uitslag != dossier::Uitslag::Toegekend {
            return;
        }
        let Some(telling) = self.dossiers.get_mut(dossier) else { return };
        if feit.is_toegekend_debet() && feit.gecrediteerd_door.is_none() && feit.periode.eind <= self.dag {
            telling.laatst_geleverd = telling.laatst_geleverd.max(Some(feit.periode.eind));
        }
        if self.periode.bevat(feit.periode.begin) {
            telling.prestatie(feit.client.number(), feit);
        }
    }

    /// Figures in order of dossier and product.
    pub(super) fn cijfers(mut self) -> Vec<Cijfer> {
        self.dossiers.sort_by(|a, b| a.dossier.cmp(&b.dossier));
        let heel_jaar = self.periode.begin.ordinal() == 1
            && (self.periode.eind.month(), self.periode.eind.day()) == (12, 31)
            && self.periode.begin.year() == self.periode.eind.year();
        self.dossiers.iter().flat_map(|telling| telling.cijfers(heel_jaar, self.dag)).collect()
    }
}

impl<'c> Dossiertelling<'c> {
    fn nieuw(dossier: Dossier, afspraken: Dossierafspraken<'c>) -> Self {
        Self {
            dossier,
            afspraken,
            groepen: Vec::new(),
            plaats: BTreeMap::new(),
            toewijzingen: HashMap::new(),
            jaren: HashMap::new(),
            clienten: HashSet::new(),
            netto: Netto::default(),
            laatst_geleverd: None,
            eerst_toegewezen: None,
        }
    }

    fn plaats(&mut self, naam: Productnaam) -> usize {
        let nieuw = self.groepen.len();
        let plaats = *self.plaats.entry(naam.clone()).or_insert(nieuw);
        if plaats == nieuw {
            self.groepen.push((naam, Groep::default()));
        }
        plaats
    }

    fn groep(&mut self, naam: Productnaam) -> Option<&mut Groep> {
        let plaats = self.plaats(naam);
        self.groepen.get_mut(plaats).map(|(_, groep)| groep)
    }

    fn client(&mut self, client: u128, feit: &ClientFeit, periode: Periode, dag: Datum) {
        let eerste = feit.toewijzingen.iter().map(|v| v.dagtekening).min();
        self.eerst_toegewezen = [self.eerst_toegewezen, eerste].into_iter().flatten().min();
        let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
        nummers.sort_unstable();
        nummers.dedup();
        for nummer in nummers {
            let Some(versie) = geldige_versie(&feit.toewijzingen, nummer).filter(|v| !v.is_verwijderd()) else {
                continue;
            };
            let naam = naam(versie.product.as_ref());
            let plaats = self.plaats(naam);
            self.toewijzingen.insert(nummer, (plaats, versie.omvang));
            let eind = versie.einddatum.unwrap_or(Datum::MAX);
            let raakt = versie.ingangsdatum <= periode.eind && periode.begin <= eind;
            if !raakt {
                continue;
            }
            let bits = maanden(periode.begin.year(), versie.ingangsdatum, eind.min(dag));
            self.jaren.entry(client).or_default().1 |= bits;
            let Some((_, groep)) = self.groepen.get_mut(plaats) else { continue };
            let (van, tot) = (versie.ingangsdatum.max(periode.begin), eind.min(dag));
            if let Some(omvang) = versie.omvang.as_ref().filter(|_| van <= tot) {
                let mut deel = versie.clone();
                (deel.ingangsdatum, deel.einddatum) = (van, Some(tot));
                groep.toegewezen += maximum_termijn(&deel, omvang, tot).volume;
            }
            let eerste = feit.starts.iter().filter(|s| s.nummer == Some(nummer) && s.verwijderd.is_none());
            let eerste = eerste.map(|s| s.begindatum).min();
            if periode.bevat(versie.ingangsdatum) {
                groep.begonnen += 1;
                groep.gestart += i64::from(eerste.is_some());
            }
            let bekend = feit.toewijzingen.iter().filter(|v| v.nummer == nummer).map(|v| v.dagtekening).min();
            if let (Some(start), Some(bekend)) = (eerste.filter(|dag| periode.bevat(*dag)), bekend) {
                let vanaf = bekend.max(versie.ingangsdatum).min(start);
                groep.gewacht += 1;
                groep.wachtdagen += (start - vanaf).num_days();
                let regel = self.afspraken.op("kpi_waiting_time", start, code(versie.product.as_ref()));
                let te_lang = te_lang(regel, vanaf, start);
                groep.met_norm += i64::from(te_lang.is_some());
                groep.te_lang += i64::from(te_lang == Some(true));
            }
        }
        for start in feit.starts.iter().filter(|s| s.verwijderd.is_none() && periode.bevat(s.begindatum)) {
            if let Some(groep) = self.groep(naam(start.product.as_ref())) {
                groep.instroom += 1;
            }
        }
        let eindes = feit.stops.iter().filter(|s| s.verwijderd.is_none() && periode.bevat(s.einddatum));
        for stop in eindes.filter(|s| !GEEN_EINDE.contains(&s.reden.as_str())) {
            self.einde(stop, feit);
        }
    }

    fn einde(&mut self, stop: &StopFeit, feit: &ClientFeit) {
        let voortijdig = voortijdig(&self.afspraken, self.dossier.domein, stop);
        let regel = self.afspraken.op("kpi_return", stop.einddatum, code(stop.product.as_ref()));
        // Without an agreement the six months of the field; an agreement without months counts any later start.
        let venster = match regel {
            Some(regel) => regel.geheel("window_months").and_then(|m| u32::try_from(m).ok()),
            None => Some(6),
        };
        let mut starts = feit.starts.iter().filter(|s| s.verwijderd.is_none());
        let terug = starts.any(|s| teruggekeerd(stop.einddatum, s.begindatum, venster));
        let Some(groep) = self.groep(naam(stop.product.as_ref())) else { return };
        groep.trajecten.push((stop.begindatum, stop.einddatum));
        groep.voortijdig += i64::from(voortijdig);
        if stop.reden != OVERLEDEN {
            groep.kan_terug += 1;
            groep.terug += i64::from(terug);
        }
    }

    fn prestatie(&mut self, client: u128, feit: &PrestatieFeit) {
        let (cent, volume) = (feit.toegekend_cent(), feit.toegekend_volume());
        self.netto.tel(feit);
        self.clienten.insert(client);
        let minuten = match feit.eenheid {
            Volume::Minuut => volume,
            Volume::Uur => volume.saturating_mul(60),
            _ => 0,
        };
        self.jaren.entry(client).or_default().0 += minuten;
        if let Some(groep) = self.groep((feit.categorie.to_string(), Some(feit.code.to_string()))) {
            groep.cent += cent;
            groep.clienten.insert(client);
        }
        // The use of a toewijzing stands with the product as it was allotted.
        if let Some((plaats, Some(omvang))) = self.toewijzingen.get(&feit.nummer)
            && eenheid_past(omvang.eenheid, feit.eenheid)
            && let Some((_, groep)) = self.groepen.get_mut(*plaats)
        {
            groep.goedgekeurd += in_teleenheid(omvang, feit.eenheid, volume);
        }
    }

    fn cijfers(&self, heel_jaar: bool, dag: Datum) -> Vec<Cijfer> {
        let mut uit = self.van_dossier(heel_jaar);
        uit.extend(self.zonder_levering(dag));
        for (naam, plaats) in &self.plaats {
            if let Some((_, groep)) = self.groepen.get(*plaats) {
                uit.extend(self.van_groep(naam, groep));
            }
        }
        uit
    }

    fn van_dossier(&self, heel_jaar: bool) -> Vec<Cijfer> {
        let mut uit = self.omzet(heel_jaar);
        uit.push(self.bedrag("gemiddelde_kosten", self.netto.totaal(), telbaar(self.clienten.len())));
        if !heel_jaar {
            return uit;
        }
        let jaren: Vec<Clientjaar> = self
            .jaren
            .values()
            .map(|(minuten, bits)| Clientjaar { minuten: *minuten, maanden: bits.count_ones() })
            .collect();
        let actief = jaren.iter().filter(|jaar| jaar.maanden > 0).count();
        let minuten: i64 = jaren.iter().filter(|jaar| jaar.maanden > 0).map(|jaar| jaar.minuten).sum();
        let waarde = gemiddelde_uren(&jaren);
        let mut gemiddelde =
            Cijfer { waarde, ..self.cijfer("populatiegemiddelde", minuten, telbaar(actief), Eenheid::Uren) };
        if let (Some(regel), Some(waarde)) = (self.afspraken.laatste("population_average_cap", None), waarde)
            && let Some(uren) = regel.geheel("expected_hours_per_year")
        {
            let niveaus = match regel.parameter("warn_at") {
                Some(Parameter::Getallen(delen)) => delen.as_slice(),
                _ => &[],
            };
            let stand = match reken::stand(waarde, Decimal::from(uren), niveaus) {
                reken::Stand::Ruim => "binnen",
                reken::Stand::Waarschuwing(_) => "waarschuwing",
                reken::Stand::Boven(_) => "boven",
            };
            gemiddelde = gemiddelde.tegen(regel, Decimal::from(uren), stand);
        }
        uit.push(gemiddelde);
        uit
    }

    /// The turnover, and over a year how it stands against the threshold of a statement. Where only a part falls under the
    /// contract that asks for one, that part has a figure of its own.
    fn omzet(&self, heel_jaar: bool) -> Vec<Cijfer> {
        let totaal = self.netto.totaal();
        let mut alles = self.bedrag("omzet", totaal, 1);
        let mut delen = Vec::new();
        for reeks in self.afspraken.reeksen.iter().filter(|_| heel_jaar) {
            let Some(regel) = reeks.regel("accountability_statement") else { continue };
            let Some(drempel) = regel.getal("threshold").and_then(afronden::eurocent) else { continue };
            let cent = self.netto.deel(|dag, code| reeks.omvat(dag, code));
            let boven = reken::omzet_boven_drempel(cent, drempel) == reken::Verantwoording::Verklaring;
            let tegen =
                |cijfer: Cijfer| cijfer.tegen(regel, afronden::euro(drempel), if boven { "boven" } else { "binnen" });
            if cent != totaal {
                delen.push(tegen(self.bedrag("omzet_onder_contract", cent, 1)));
            } else if alles.stand.is_none() {
                alles = tegen(alles);
            }
        }
        once(alles).chain(delen).collect()
    }

    /// Whole months since the last day that was delivered, or since the first toewijzing (GV21-009); only where a contract asks.
    fn zonder_levering(&self, dag: Datum) -> Option<Cijfer> {
        let regel = self.afspraken.laatste("provider_activity", None)?;
        let grens = regel.geheel("months")?;
        let sinds = self.laatst_geleverd.or(self.eerst_toegewezen)?;
        let maanden = i64::from(dag.years_since(sinds).unwrap_or(0)) * 12;
        let heel = (maanden..maanden + 12)
            .take_while(|n| {
                let n = u32::try_from(n + 1).unwrap_or(u32::MAX);
                sinds.checked_add_months(chrono::Months::new(n)).is_some_and(|tot| tot <= dag)
            })
            .count();
        let maanden = maanden + telbaar(heel);
        let cijfer = Cijfer {
            waarde: Some(Decimal::from(maanden)),
            ..self.cijfer("maanden_zonder_levering", maanden, 1, Eenheid::Aantal)
        };
        Some(cijfer.tegen(regel, Decimal::from(grens), if maanden >= grens { "boven" } else { "binnen" }))
    }

    fn van_groep(&self, naam: &Productnaam, groep: &Groep) -> Vec<Cijfer> {
        let deel = |kpi, teller, noemer| {
            let waarde = aandeel(teller, noemer).and_then(|_| verhouding(teller, noemer));
            Cijfer { waarde, ..self.cijfer(kpi, teller, noemer, Eenheid::Deel) }
        };
        let aantal = |kpi, aantal| Cijfer {
            waarde: Some(Decimal::from(aantal)),
            ..self.cijfer(kpi, aantal, 1, Eenheid::Aantal)
        };
        let einden = telbaar(groep.trajecten.len());
        let dagen: i64 = groep.trajecten.iter().map(|(begin, eind)| (*eind - *begin).num_days() + 1).sum();
        let waarde = doorlooptijd(&groep.trajecten);
        let doorlooptijd = Cijfer { waarde, ..self.cijfer("doorlooptijd", dagen, einden, Eenheid::Dagen) };
        let waarde = gedeeld(Decimal::from(groep.wachtdagen), groep.gewacht);
        let wachttijd = Cijfer { waarde, ..self.cijfer("wachttijd", groep.wachtdagen, groep.gewacht, Eenheid::Dagen) };
        let te_lang = (groep.met_norm > 0).then(|| deel("wachttijd_boven_norm", groep.te_lang, groep.met_norm));
        let regel = |soort: &str| self.afspraken.laatste(soort, naam.1.as_deref());
        let te_lang = te_lang.map(|cijfer| cijfer.met_feit(regel("kpi_waiting_time")));
        let uitnutting = tussen(deel("uitnutting", groep.goedgekeurd, groep.toegewezen), regel("kpi_utilisation"));
        let voortijdig = hoogstens(deel("voortijdig", groep.voortijdig, einden), regel("kpi_end_reasons"), "max_share");
        let terugkeer = hoogstens(deel("terugkeer", groep.terug, groep.kan_terug), regel("kpi_return"), "limits");
        let eerst = [
            self.bedrag("omzet", groep.cent, 1),
            self.bedrag("gemiddelde_kosten", groep.cent, telbaar(groep.clienten.len())),
            uitnutting,
            wachttijd,
        ];
        let dan = [
            deel("gestart", groep.gestart, groep.begonnen),
            aantal("instroom", groep.instroom),
            aantal("uitstroom", einden),
            doorlooptijd,
            voortijdig,
            terugkeer,
        ];
        let met_naam = |cijfer: Cijfer| {
            let (categorie, product) = naam.clone();
            Cijfer { categorie: Some(categorie), product, ..cijfer }
        };
        eerst.into_iter().chain(te_lang).chain(dan).map(met_naam).collect()
    }

    fn cijfer(&self, kpi: &'static str, teller: i64, noemer: i64, eenheid: Eenheid) -> Cijfer {
        Cijfer {
            kpi,
            domein: self.dossier.domein.as_str(),
            gemeente: self.dossier.gemeente.clone(),
            aanbieder: self.dossier.aanbieder.clone(),
            categorie: None,
            product: None,
            teller,
            noemer,
            waarde: None,
            eenheid,
            grens: None,
            stand: None,
            feit: None,
        }
    }

    fn bedrag(&self, kpi: &'static str, cent: i64, noemer: i64) -> Cijfer {
        let waarde = gedeeld(afronden::euro(cent), noemer);
        Cijfer { waarde, ..self.cijfer(kpi, cent, noemer, Eenheid::Euro) }
    }
}

/// Utilisation between the two limits of a contract.
fn tussen(cijfer: Cijfer, regel: Option<&Contractregel>) -> Cijfer {
    let Some(regel) = regel else { return cijfer };
    let Some(deel) = aandeel(cijfer.teller, cijfer.noemer) else { return cijfer };
    let (laag, hoog) = (regel.getal("low"), regel.getal("high"));
    match (laag.filter(|laag| deel.onder(*laag)), hoog.filter(|hoog| deel.boven(*hoog))) {
        (Some(laag), _) => cijfer.tegen(regel, laag, "onder"),
        (_, Some(hoog)) => cijfer.tegen(regel, hoog, "boven"),
        _ => cijfer.met_feit(Some(regel)),
    }
}

/// A share against the limit, or the highest of several that it is above.
fn hoogstens(cijfer: Cijfer, regel: Option<&Contractregel>, parameter: &str) -> Cijfer {
    let Some(regel) = regel else { return cijfer };
    let Some(deel) = aandeel(cijfer.teller, cijfer.noemer) else { return cijfer };
    let grenzen: Vec<Decimal> = match regel.parameter(parameter) {
        Some(Parameter::Getallen(delen)) => delen.clone(),
        Some(Parameter::Getal(deel)) => vec![*deel],
        _ => return cijfer,
    };
    let boven = grenzen.iter().filter(|grens| deel.boven(**grens)).max();
    match (boven, grenzen.iter().min()) {
        (Some(grens), _) => cijfer.tegen(regel, *grens, "boven"),
        (None, Some(grens)) => cijfer.tegen(regel, *grens, "binnen"),
        (None, None) => cijfer,
    }
}

impl Cijfer {
    fn met_feit(self, regel: Option<&Contractregel>) -> Self {
        Self { feit: regel.and_then(|regel| regel.feiten.first().cloned()), ..self }
    }

    fn tegen(self, regel: &Contractregel, grens: Decimal, stand: &'static str) -> Self {
        Self { grens: Some(grens.to_string()), stand: Some(stand), ..self.met_feit(Some(regel)) }
    }
}

fn naam(product: Option<&bericht::Product>) -> Productnaam {
    product.map_or_else(|| ("-".to_owned(), None), |product| (product.categorie.clone(), product.code.clone()))
}

/// The months of a year between two days, a bit each.
fn maanden(jaar: i32, begin: Datum, eind: Datum) -> u16 {
    let eerste = match begin.year().cmp(&jaar) {
        std::cmp::Ordering::Less => 1,
        std::cmp::Ordering::Equal => begin.month(),
        std::cmp::Ordering::Greater => return 0,
    };
    let laatste = match eind.year().cmp(&jaar) {
        std::cmp::Ordering::Less => return 0,
        std::cmp::Ordering::Equal => eind.month(),
        std::cmp::Ordering::Greater => 12,
    };
    (eerste..=laatste).fold(0, |bits, maand| bits | 1 << maand)
}

fn telbaar(aantal: usize) -> i64 {
    i64::try_from(aantal).unwrap_or(i64::MAX)
}

fn gedeeld(teller: Decimal, noemer: i64) -> Option<Decimal> {
    (noemer > 0).then(|| teller.checked_div(Decimal::from(noemer))).flatten().map(afronden::op_centen)
}

/// A share, to four decimals.
fn verhouding(teller: i64, noemer: i64) -> Option<Decimal> {
    let deel = Decimal::from(teller).checked_div(Decimal::from(noemer))?;
    Some(deel.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize())
}
