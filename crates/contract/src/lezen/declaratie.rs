//! Sections `[declaration]` and `[indexation]`.

use rust_decimal::Decimal;

use super::hulp::{bereik, feiten, feiten_van};
use crate::bestand::boom::{Inhoud, Tabel};
use crate::bestand::{Gebrek, Sectie, Verslag};
use crate::model::{Declaratieafspraak, Declaratiebericht, Declaratieklok, Feiten, Indexatie, Indexvariant, Tijdvak};

/// Deadlines are days, up to ten years.
const DAGEN: (i64, i64) = (0, 3660);

pub fn declaratie(tabel: &Tabel, meld: &mut Verslag<'_>) -> Declaratieafspraak {
    let mut s = Sectie::van(tabel, "[declaration]");
    let tijdvakken = [("calendar_month", Tijdvak::Kalendermaand), ("four_weeks", Tijdvak::VierWeken)];
    let klokken =
        [("end_of_product_period", Declaratieklok::EindProductPeriode), ("end_of_care", Declaratieklok::EindZorg)];
    let mut afspraak = Declaratieafspraak {
        plaats: Some(s.plaats()),
        berichten: s.tabellen("messages", meld).into_iter().map(|t| bericht(t, meld)).collect(),
        tijdvak: s.keuze("period", &tijdvakken, meld).unwrap_or_default(),
        anker: s.dag("period_anchor", meld),
        per_gemeente: s.waar("per_gemeente", meld).unwrap_or(false),
        indienen_dagen: s.geheel("submit_within_days", DAGEN, meld),
        verval_dagen: s.geheel("forfeit_after_days", DAGEN, meld),
        klok: s.keuze("clock", &klokken, meld).unwrap_or_default(),
        antwoord_dagen: s.geheel("answer_days", DAGEN, meld),
        betaal_dagen: s.geheel("payment_days", DAGEN, meld),
        twee_stappen: false,
        feiten: feiten(&mut s, meld),
        feiten_per_sleutel: s.tabel("facts", meld).map(|t| per_sleutel(t, meld)).unwrap_or_default(),
    };
    if let Some(t) = s.tabel("payment", meld) {
        let mut p = Sectie::van(t, "payment");
        afspraak.twee_stappen =
            p.keuze("steps", &[("approve_then_invoice", true), ("direct", false)], meld) == Some(true);
        afspraak.betaal_dagen = p.geheel("days_after_invoice", DAGEN, meld).or(afspraak.betaal_dagen);
        p.sluit(meld);
    }
    let _ = s.keuze("month_mapping", &[("period_end_in_month", ())], meld);
    let _ = s.geheel("period_days", (28, 28), meld);
    if afspraak.tijdvak == Tijdvak::VierWeken && afspraak.anker.is_none() && s.waarde("period_anchor").is_none() {
        s.ontbreekt("period_anchor", meld);
        meld.over("declaration.period_anchor");
    }
    if let (Some(indienen), Some(verval)) = (afspraak.indienen_dagen, afspraak.verval_dagen)
        && verval < indienen
    {
        let tekst =
            format!("het recht vervalt na {verval} dagen, voor de termijn van indienen van {indienen} dagen om is");
        meld.fout(Gebrek::Waarde, s.plaats(), tekst, "verwissel de twee termijnen");
    }
    s.sluit(meld);
    afspraak
}

/// Keys of the section that may name a fact of their own.
const SLEUTELS: [&str; 8] = [
    "messages",
    "period",
    "period_anchor",
    "per_gemeente",
    "submit_within_days",
    "forfeit_after_days",
    "answer_days",
    "payment_days",
];

fn per_sleutel(tabel: &Tabel, meld: &mut Verslag<'_>) -> Vec<(String, Feiten)> {
    let mut s = Sectie::van(tabel, "facts");
    let lees = |key| (String::from(key), feiten_van(key, &mut s, meld));
    let gelezen = SLEUTELS.map(lees).into_iter().filter(|(_, feiten)| !feiten.is_empty()).collect();
    s.sluit(meld);
    gelezen
}

fn bericht(tabel: &Tabel, meld: &mut Verslag<'_>) -> Declaratiebericht {
    let mut s = Sectie::van(tabel, "een declaratiebericht");
    let bericht = Declaratiebericht {
        soort: s.verplichte_tekst("kind", meld).unwrap_or_default(),
        antwoord: s.tekst("answer", meld),
        termijn: bereik(&mut s, meld),
    };
    s.sluit(meld);
    bericht
}

pub fn indexatie(tabel: &Tabel, meld: &mut Verslag<'_>) -> Option<Indexatie> {
    let mut s = Sectie::van(tabel, "[indexation]");
    let varianten = [
        ("provisional_half_ova", Indexvariant::HalveVoorlopigeOva),
        ("cao_lonen_85_ratio", Indexvariant::CaoLonenVerhouding),
    ];
    if s.waarde("variant").is_none() {
        s.ontbreekt("variant", meld);
    }
    let variant = s.keuze("variant", &varianten, meld);
    let (eerste, plaats) = (s.dag("first", meld), s.plaats());
    let mut gewichten = Vec::new();
    for (groep, waar, waarde) in s.tabel("weights", meld).map_or(&[][..], |t| &t.velden) {
        match &waarde.inhoud {
            Inhoud::Tabel(t) => gewichten.push((groep.clone(), gewicht(t, *waar, meld))),
            _ => meld.fout(
                Gebrek::Soort,
                *waar,
                "een gewicht is geen tabel",
                "schrijf { loon = \"0.90\", cpi = \"0.08\", kapitaal = \"0.02\" }",
            ),
        }
    }
    let standaardgroep = s.tekst("default_group", meld);
    let feiten = feiten(&mut s, meld);
    let _ = s.geheel("round_declared_minute", (2, 2), meld);
    let _ = s.tekst("announce_before", meld);
    s.sluit(meld);
    variant.map(|variant| Indexatie { plaats, variant, eerste, gewichten, standaardgroep, feiten })
}

fn gewicht(tabel: &Tabel, plaats: usize, meld: &mut Verslag<'_>) -> [Decimal; 3] {
    let mut s = Sectie::van(tabel, "een gewicht");
    let delen = ["loon", "cpi", "kapitaal"].map(|key| s.getal(key, 4, meld).unwrap_or_default());
    s.sluit(meld);
    if delen.iter().sum::<Decimal>() != Decimal::ONE {
        let tekst = "de gewichten loon, cpi en kapitaal tellen niet op tot 1";
        meld.fout(Gebrek::Waarde, plaats, tekst, "verbeter de gewichten: samen 1.00");
    }
    delen
}
