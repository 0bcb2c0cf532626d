//! Control over a period: what of the turnover goes against a contract or could not be tested, and samples to look into. The
//! figures are a proposal to whoever checks; no line changes by them.

use std::collections::{BTreeMap, HashMap};

use bericht::{Dossier, Periode, toon_datum, toon_euro};
use contract::Prijsafspraak;
use contract::model::Contractregel;
use contract::regelsoort::Parameter;
use contract::reken::{Oordeel, materialiteit, steekproef};
use dossier::{ClientFeit, ClientSleutel, Key, Record, Table, client_van, dossier_van};
use rust_decimal::Decimal;

use super::signalen::lijn::lijnsignalen;
use super::verkeer::{Dossierverkeer, Lijnfeit, verkeer};
use super::{Rij, Vraag, Waarde, rij};
use crate::afspraken::{Afspraken, Dossierafspraken, Reeks};
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

pub(super) const MATERIALITEIT: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "feit",
    "soort",
    "bedrag_cent",
    "omzet_cent",
    "goedkeurend_tot_cent",
    "zwaar_vanaf_cent",
    "oordeel",
    "rapportage_vanaf_cent",
    "gegevens",
];

pub(super) const STEEKPROEF: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "feit",
    "client",
    "bedrag_cent",
    "bevindingen_cent",
    "gekozen",
    "clienten",
    "zaad",
];

/// What the granted lines of one client come to, in eurocent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clientsom {
    /// Granted and not taken back.
    pub(super) cent: i64,
    /// Of that, lines that go against the contract by the messages.
    pub(super) fout: i64,
    /// Of that, lines with a price that the contract leaves open or does not know.
    pub(super) onzeker: i64,
}

/// The clients of a dossier in order of their key.
pub(super) type Clientsommen = BTreeMap<ClientSleutel, Clientsom>;

/// What was declared in a dossier, and the sums per client of each contract in order.
pub(super) type Sommen = (Dossierverkeer, Vec<Clientsommen>);

/// Sums of the dossiers that have a rule of one of these kinds, of each contract what falls under it.
pub(super) fn sommen(
    vraag: &Vraag<'_>,
    soorten: &[&str],
    afspraken: &mut Afspraken<'_>,
) -> Result<BTreeMap<Dossier, Sommen>, OverzichtFout> {
    let heeft = |hier: &Dossierafspraken<'_>| {
        soorten.iter().any(|soort| hier.reeksen.iter().any(|reeks| reeks.regel(soort).is_some()))
    };
    let alles = verkeer(vraag, |dossier| heeft(&afspraken.van(dossier)))?;
    let mut feiten: HashMap<Dossier, HashMap<ClientSleutel, ClientFeit>> = HashMap::new();
    loop_af(vraag.store, Table::Client, &Key::new(), |row| {
        let dossier = dossier_van(&row.key).ok_or(OverzichtFout::Sleutel { tabel: Table::Client.name() })?;
        if let (Record::Client(feit), Some(client)) = (row.record, client_van(&row.key))
            && alles.get(&dossier).is_some_and(|v| v.per_client.contains_key(&client))
        {
            feiten.entry(dossier).or_default().insert(client, *feit);
        }
        Ok(())
    })?;
    let leeg = ClientFeit::default();
    let som = |(dossier, verkeer): (Dossier, Dossierverkeer)| {
        let hier = afspraken.van(&dossier);
        let feiten = feiten.get(&dossier);
        let mut per_reeks = vec![Clientsommen::new(); hier.reeksen.len()];
        for (client, lijnen) in &verkeer.per_client {
            let feit = feiten.and_then(|f| f.get(client)).unwrap_or(&leeg);
            let fouten = fouten(vraag, &hier, feit, lijnen);
            for (reeks, sommen) in hier.reeksen.iter().zip(&mut per_reeks) {
                sommen.extend(clientsom(vraag, &dossier, reeks, (lijnen, &fouten)).map(|som| (*client, som)));
            }
        }
        (dossier, (verkeer, per_reeks))
    };
    Ok(alles.into_iter().map(som).collect())
}

/// By the place of a line what is at stake on it: it counts once, for the most that a rule puts at stake.
fn fouten(
    vraag: &Vraag<'_>,
    afspraken: &Dossierafspraken<'_>,
    feit: &ClientFeit,
    lijnen: &[Lijnfeit],
) -> HashMap<usize, i64> {
    let mut fouten: HashMap<usize, i64> = HashMap::new();
    for signaal in lijnsignalen(afspraken, feit, lijnen, vraag.dag).into_iter().filter(|s| s.fout) {
        let tot = fouten.entry(signaal.lijn).or_default();
        *tot = (*tot).max(signaal.cent);
    }
    fouten
}

/// The lines that fall under a contract; none when the client has none there.
fn clientsom(
    vraag: &Vraag<'_>,
    dossier: &Dossier,
    reeks: &Reeks<'_>,
    (lijnen, fouten): (&[Lijnfeit], &HashMap<usize, i64>),
) -> Option<Clientsom> {
    let mut som: Option<Clientsom> = None;
    for (at, lijn) in lijnen.iter().enumerate().filter(|(_, l)| reeks.omvat(l.periode.begin, &l.code)) {
        let som = som.get_or_insert_default();
        som.cent += lijn.cent;
        let prijs = vraag.contracten.prijs(dossier, &lijn.code, lijn.nummer, lijn.periode.begin);
        if let Some(fout) = fouten.get(&at) {
            som.fout += fout;
        } else if matches!(prijs, Prijsafspraak::Open(_) | Prijsafspraak::Geen) {
            som.onzeker += lijn.cent;
        }
    }
    som
}

/// Faults and uncertainties against the limits of a contract (GV21-705).
pub(super) fn materialiteiten(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut afspraken = Afspraken::nieuw(vraag.contracten, vraag.periode, vraag.dag);
    let mut uit = Vec::new();
    for (dossier, (_, per_reeks)) in sommen(vraag, &["materiality"], &mut afspraken)? {
        for (reeks, clienten) in afspraken.van(&dossier).reeksen.iter().zip(&per_reeks) {
            let totaal = optellen(clienten);
            for regel in reeks.van_soort("materiality") {
                let soorten = [("fouten", "faults", totaal.fout), ("onzekerheden", "uncertainties", totaal.onzeker)];
                for (soort, parameter, cent) in soorten {
                    uit.extend(materialiteitsrij(&dossier, regel, (soort, parameter), (cent, totaal.cent)));
                }
            }
        }
    }
    Ok(uit)
}

fn optellen(clienten: &Clientsommen) -> Clientsom {
    clienten.values().fold(Clientsom::default(), |tot, som| Clientsom {
        cent: tot.cent + som.cent,
        fout: tot.fout + som.fout,
        onzeker: tot.onzeker + som.onzeker,
    })
}

fn materialiteitsrij(
    dossier: &Dossier,
    regel: &Contractregel,
    (soort, parameter): (&'static str, &str),
    (cent, omzet): (i64, i64),
) -> Option<Rij> {
    let Some(Parameter::Getallen(grenzen)) = regel.parameter(parameter) else { return None };
    let (eerste, tweede) = (*grenzen.first()?, *grenzen.get(1)?);
    let oordeel = match (materialiteit(cent, omzet, (eerste, tweede))?, soort) {
        (Oordeel::Goedkeurend, _) => "goedkeurend",
        (Oordeel::Beperking, _) => "beperking",
        (Oordeel::Zwaar, "fouten") => "afkeurend",
        (Oordeel::Zwaar, _) => "oordeelonthouding",
    };
    let deel = |deel: Decimal| contract::reken::budgetsanctie(omzet, deel);
    let rapport = regel.getal("report_share").and_then(|r| r.checked_mul(eerste)).and_then(deel);
    let gegevens = if soort == "fouten" {
        "toegekende prestaties die volgens de berichten tegen het contract ingaan"
    } else {
        "toegekende prestaties waarvan het contract de prijs open laat of niet kent"
    };
    let rest: [Waarde; 9] = [
        regel.feiten.first().map(String::as_str).into(),
        soort.into(),
        cent.into(),
        omzet.into(),
        deel(eerste).into(),
        deel(tweede).into(),
        oordeel.into(),
        rapport.into(),
        gegevens.into(),
    ];
    Some(rij(dossier, rest))
}

/// A sample of the clients that a contract has in a dossier, when it says how large it is. The seed follows from parties and period, so
/// that who asks again gets the same clients; a client is known here by a hash that an aanbieder does not have.
pub(super) struct Steekproef<'c> {
    pub(super) regel: &'c Contractregel,
    pub(super) gekozen: Vec<ClientSleutel>,
    pub(super) zaad: u64,
}

pub(super) fn trek<'c>(
    dossier: &Dossier,
    periode: Periode,
    reeks: &Reeks<'c>,
    clienten: &Clientsommen,
) -> Option<Steekproef<'c>> {
    let regel = reeks.van_soort("sampling").find(|regel| regel.getal("share").is_some())?;
    let deel = regel.getal("share")?;
    let hoogstens = regel.geheel("max_clients").and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let zaad = zaad(dossier, periode);
    let sleutels: Vec<ClientSleutel> = clienten.keys().copied().collect();
    let plaatsen = steekproef(sleutels.len(), deel, hoogstens, zaad);
    Some(Steekproef { regel, gekozen: plaatsen.into_iter().filter_map(|at| sleutels.get(at).copied()).collect(), zaad })
}

/// FNV-1a over parties and first and last day: the same everywhere, and nobody chooses it.
fn zaad(dossier: &Dossier, periode: Periode) -> u64 {
    let tekst = format!(
        "{} {} {} {} {}",
        dossier.domein.as_str(),
        dossier.gemeente,
        dossier.aanbieder,
        periode.begin,
        periode.eind
    );
    tekst.bytes().fold(0xcbf2_9ce4_8422_2325, |som, byte| (som ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The clients of each sample.
pub(super) fn steekproeven(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut afspraken = Afspraken::nieuw(vraag.contracten, vraag.periode, vraag.dag);
    let mut uit = Vec::new();
    for (dossier, (_, per_reeks)) in sommen(vraag, &["sampling"], &mut afspraken)? {
        for (reeks, clienten) in afspraken.van(&dossier).reeksen.iter().zip(&per_reeks) {
            if let Some(steekproef) = trek(&dossier, vraag.periode, reeks, clienten) {
                uit.extend(
                    steekproef.gekozen.iter().map(|client| steekproefrij(&dossier, &steekproef, client, clienten)),
                );
            }
        }
    }
    Ok(uit)
}

fn steekproefrij(
    dossier: &Dossier,
    steekproef: &Steekproef<'_>,
    client: &ClientSleutel,
    clienten: &Clientsommen,
) -> Rij {
    let som = clienten.get(client).copied().unwrap_or_default();
    let telbaar = |aantal: usize| i64::try_from(aantal).unwrap_or(i64::MAX);
    let rest: [Waarde; 7] = [
        steekproef.regel.feiten.first().map(String::as_str).into(),
        client.hex().into(),
        som.cent.into(),
        som.fout.into(),
        telbaar(steekproef.gekozen.len()).into(),
        telbaar(clienten.len()).into(),
        format!("{:016x}", steekproef.zaad).into(),
    ];
    rij(dossier, rest)
}

/// The faults found in the sample of a contract, or without one in everything that falls under it, carried over to its
/// turnover: what it comes to in eurocent, and what was looked at (GV25-307).
pub(super) fn terugvordering(
    dossier: &Dossier,
    periode: Periode,
    reeks: &Reeks<'_>,
    clienten: &Clientsommen,
) -> Option<(i64, String)> {
    let gekozen = trek(dossier, periode, reeks, clienten);
    let onderzocht: Clientsommen = match &gekozen {
        Some(steekproef) => steekproef.gekozen.iter().filter_map(|c| Some((*c, *clienten.get(c)?))).collect(),
        None => clienten.clone(),
    };
    let (gezien, omzet) = (optellen(&onderzocht), optellen(clienten).cent);
    let cent = contract::reken::terugvordering(gezien.fout, gezien.cent, omzet).filter(|cent| *cent > 0)?;
    let gegevens = format!(
        "{} van {} cliënten, {} tegen het contract van {} onderzocht, omzet {} onder {} van {} tot en met {}",
        onderzocht.len(),
        clienten.len(),
        toon_euro(gezien.fout),
        toon_euro(gezien.cent),
        toon_euro(omzet),
        reeks.id(),
        toon_datum(periode.begin),
        toon_datum(periode.eind)
    );
    Some((cent, gegevens))
}
