//! Signals that one message cannot show: what the contracts say of toewijzingen, starts and amounts over a period. Work for
//! people, never a refusal. A kind without a contract that agrees on it gives nothing.

use std::collections::{BTreeMap, HashMap};

use bericht::{Datum, Dossier, Eenheid};
use chrono::Datelike;
use contract::afronden;
use contract::model::Contractregel;
use contract::reken::{Stand, met_terugwerkende_kracht, stand, start_te_laat, volume_per_week, weken_voor};
use dossier::{
    ClientFeit, ClientSleutel, Key, PrestatieFeit, Record, SmolStr, Table, client_van, dossier_van, geldige_versie,
};
use regels::werkdag::werkdagen_tussen;
use rust_decimal::Decimal;

use super::{Rij, Vraag, Waarde, rij};
use crate::afspraken;
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "soort",
    "feit",
    "client",
    "toewijzing",
    "product",
    "dag",
    "bedrag_cent",
    "wat",
];

/// RedenBeeindiging of a death.
const OVERLEDEN: &str = "02";

pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut werk = Werk { vraag, regels: HashMap::new(), overleden: HashMap::new(), uit: Vec::new() };
    loop_af(vraag.store, Table::Client, &Key::new(), |row| {
        let dossier = dossier_van(&row.key).ok_or(OverzichtFout::Sleutel { tabel: Table::Client.name() })?;
        if let (Record::Client(feit), Some(client)) = (row.record, client_van(&row.key))
            && (vraag.mag)(&dossier)
            && vraag.wil(&client)
        {
            werk.client(&dossier, &client, &feit);
        }
        Ok(())
    })?;
    let mut sommen = Sommen::default();
    vraag.prestaties(|dossier, feit| {
        werk.prestatie(dossier, &feit, &mut sommen);
        Ok(())
    })?;
    if is_jaar(vraag) {
        werk.plafonds(sommen);
    }
    Ok(werk.uit)
}

fn is_jaar(vraag: &Vraag<'_>) -> bool {
    vraag.periode.begin.ordinal() == 1 && (vraag.periode.eind.month(), vraag.periode.eind.day()) == (12, 31)
}

/// Net granted amounts in eurocent, as far as a contract puts a limit to them.
#[derive(Default)]
struct Sommen {
    per_client: BTreeMap<(Dossier, ClientSleutel, SmolStr), i64>,
    per_dossier: BTreeMap<Dossier, i64>,
}

struct Werk<'v, 'w> {
    vraag: &'w Vraag<'v>,
    regels: HashMap<Dossier, Vec<Contractregel>>,
    /// Day of death, by what a 307 said.
    overleden: HashMap<(Dossier, ClientSleutel), Datum>,
    uit: Vec<Rij>,
}

/// What a signal is about, next to its parties.
#[derive(Clone, Copy, Default)]
struct Over<'o> {
    client: Option<&'o ClientSleutel>,
    nummer: Option<u32>,
    product: Option<&'o str>,
    dag: Option<Datum>,
    cent: Option<i64>,
}

impl Werk<'_, '_> {
    /// The agreements of some kinds between two parties.
    fn afspraken(&mut self, dossier: &Dossier, soorten: &[&str]) -> Vec<Contractregel> {
        if !self.regels.contains_key(dossier) {
            let regels = afspraken::regels(self.vraag.contracten, dossier, self.vraag.periode);
            self.regels.insert(dossier.clone(), regels);
        }
        let regels = self.regels.get(dossier).map(Vec::as_slice).unwrap_or_default();
        regels.iter().filter(|regel| soorten.contains(&regel.soort.naam)).cloned().collect()
    }

    fn meld(&mut self, dossier: &Dossier, regel: &Contractregel, over: &Over<'_>, wat: String) {
        let rest: [Waarde; 8] = [
            regel.soort.naam.into(),
            regel.feiten.first().map(String::as_str).into(),
            over.client.map(ClientSleutel::hex).into(),
            over.nummer.into(),
            over.product.into(),
            over.dag.into(),
            over.cent.into(),
            wat.into(),
        ];
        self.uit.push(rij(dossier, rest));
    }

    fn client(&mut self, dossier: &Dossier, client: &ClientSleutel, feit: &ClientFeit) {
        let stops = feit.stops.iter().filter(|s| s.verwijderd.is_none());
        if let Some(dag) = stops.filter(|s| s.reden == OVERLEDEN).map(|s| s.einddatum).min() {
            self.overleden.insert((dossier.clone(), *client), dag);
        }
        let regels = self.afspraken(dossier, &["start_deadline", "no_retroactive_toewijzing", "notice_before_end"]);
        if regels.is_empty() {
            return;
        }
        let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
        nummers.sort_unstable();
        nummers.dedup();
        for nummer in nummers {
            let geldig = geldige_versie(&feit.toewijzingen, nummer).filter(|v| !v.is_verwijderd());
            let eerste = feit.toewijzingen.iter().filter(|v| v.nummer == nummer).min_by_key(|v| v.bericht);
            let (Some(geldig), Some(eerste)) = (geldig, eerste) else { continue };
            let product = geldig.product.as_ref().and_then(|p| p.code.as_deref());
            let over = Over { client: Some(client), nummer: Some(nummer), product, ..Over::default() };
            let starts = feit.starts.iter().filter(|s| s.nummer == Some(nummer) && s.verwijderd.is_none());
            let start = starts.map(|s| s.begindatum).min();
            for regel in &regels {
                let gezien = match regel.soort.naam {
                    "start_deadline" => start.and_then(|start| te_laat(regel, eerste, start)),
                    "no_retroactive_toewijzing" => terugwerkend(eerste),
                    _ => herinnering(regel, geldig.einddatum),
                };
                if let Some((dag, wat)) = gezien.filter(|(dag, _)| self.vraag.periode.bevat(*dag)) {
                    self.meld(dossier, regel, &Over { dag: Some(dag), ..over }, wat);
                }
            }
        }
    }

    fn prestatie(&mut self, dossier: &Dossier, feit: &PrestatieFeit, sommen: &mut Sommen) {
        let cent = feit.toegekend_cent();
        if cent != 0 {
            *sommen.per_dossier.entry(dossier.clone()).or_default() += cent;
        }
        let regels = self.afspraken(dossier, &["volume_threshold", "stop_after_death", "annual_client_cap"]);
        for regel in &regels {
            if regel.soort.naam == "annual_client_cap" && regel.tekst("code") == Some(&feit.code) {
                let sleutel = (dossier.clone(), feit.client, feit.code.clone());
                *sommen.per_client.entry(sleutel).or_default() += cent;
            }
            if !feit.is_toegekend_debet() || feit.gecrediteerd_door.is_some() {
                continue;
            }
            let wat = match regel.soort.naam {
                "volume_threshold" => veel(regel, feit),
                "stop_after_death" => {
                    let overleden = self.overleden.get(&(dossier.clone(), feit.client));
                    overleden.filter(|dag| feit.periode.begin > **dag).map(|_| "na de dag van overlijden".to_owned())
                }
                _ => None,
            };
            if let Some(wat) = wat {
                let over = Over {
                    client: Some(&feit.client),
                    nummer: Some(feit.nummer),
                    product: Some(&feit.code),
                    dag: Some(feit.periode.begin),
                    cent: Some(feit.bedrag.cent),
                };
                self.meld(dossier, regel, &over, wat);
            }
        }
    }

    /// Amounts over a calendar year against their limits.
    fn plafonds(&mut self, sommen: Sommen) {
        for ((dossier, client, code), cent) in sommen.per_client {
            for regel in self.afspraken(&dossier, &["annual_client_cap"]) {
                if regel.tekst("code") != Some(&code) || regel.tekst("year_basis") != Some("calendar_year") {
                    continue;
                }
                let over = Over { client: Some(&client), product: Some(&code), ..Over::default() };
                self.plafond(&dossier, &regel, cent, &[], over);
            }
        }
        for (dossier, cent) in sommen.per_dossier {
            for regel in self.afspraken(&dossier, &["provider_spending_cap"]) {
                if regel.tekst("year_basis") == Some("calendar_year") {
                    let niveaus: Vec<Decimal> = regel.getal("warn_at").into_iter().collect();
                    self.plafond(&dossier, &regel, cent, &niveaus, Over::default());
                }
            }
        }
    }

    fn plafond(&mut self, dossier: &Dossier, regel: &Contractregel, cent: i64, niveaus: &[Decimal], over: Over<'_>) {
        let Some(grens) = regel.getal("amount") else { return };
        let (wat, cent) = match stand(afronden::euro(cent), grens, niveaus) {
            Stand::Ruim => return,
            Stand::Waarschuwing(niveau) => (format!("bereikt {niveau} van {grens} euro"), cent),
            Stand::Boven(meer) => (format!("boven {grens} euro"), afronden::eurocent(meer).unwrap_or(cent)),
        };
        self.meld(dossier, regel, &Over { cent: Some(cent), ..over }, wat);
    }
}

/// A start after the limit, counted from the Dagtekening of the first 301.
fn te_laat(regel: &Contractregel, eerste: &dossier::ToewijzingVersie, start: Datum) -> Option<(Datum, String)> {
    let grenzen = (regel.geheel("limit_days"), regel.geheel("limit_werkdagen"));
    let tel = |van, tot| i64::try_from(werkdagen_tussen(van, tot)).unwrap_or(i64::MAX);
    let over = start_te_laat(eerste.dagtekening, eerste.ingangsdatum, start, grenzen, tel)?;
    let eenheid = if grenzen.0.is_some() { "dagen" } else { "werkdagen" };
    Some((start, format!("start {over} {eenheid} na de termijn")))
}

/// A toewijzing that began before it was sent. A later version of one that ran does so by nature.
fn terugwerkend(eerste: &dossier::ToewijzingVersie) -> Option<(Datum, String)> {
    let dagen = met_terugwerkende_kracht(eerste.ingangsdatum, eerste.dagtekening)?;
    Some((eerste.dagtekening, format!("ingegaan {dagen} dagen voor de toewijzing; mag bij spoed")))
}

fn herinnering(regel: &Contractregel, einddatum: Option<Datum>) -> Option<(Datum, String)> {
    let weken = regel.geheel("weeks").and_then(|weken| u32::try_from(weken).ok())?;
    let eind = einddatum?;
    Some((weken_voor(eind, weken)?, format!("eindigt op {eind}, over {weken} weken")))
}

/// A volume that comes to at least so much a week; in pieces as they were declared.
fn veel(regel: &Contractregel, feit: &PrestatieFeit) -> Option<String> {
    let drempel = regel.geheel("per_week")?;
    let (begin, eind) = (feit.periode.begin, feit.periode.eind);
    let past = regel.teksten("code").iter().any(|code| *code == feit.code) && feit.eenheid != Eenheid::Euro;
    (past && volume_per_week(feit.volume, begin, eind, drempel))
        .then(|| format!("{drempel} of meer per week; {}", regel.tekst("meaning").unwrap_or("zie het contract")))
}
