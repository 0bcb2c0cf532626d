//! Section `[contract]`: parties, area, validity.

use bericht::Domein;

use super::hulp::{bereik, feiten, is_agb, is_gemeentecode, is_productcode};
use crate::bestand::boom::{Inhoud, Tabel};
use crate::bestand::{Gebrek, Sectie, Verslag};
use crate::model::{Aanbiederdeelname, Bereik, Gemeentedeelname, Kop, Uitsluiting};

pub fn kop(tabel: &Tabel, meld: &mut Verslag<'_>) -> Kop {
    let mut s = Sectie::van(tabel, "[contract]");
    let id = s.verplichte_tekst("id", meld).unwrap_or_default();
    if id.is_empty() && s.waarde("id").is_some() {
        s.onmogelijk("id", s.plaats(), &id, "een korte naam", meld);
    }
    let kop = Kop {
        plaats: s.plaats(),
        id,
        naam: s.tekst("name", meld),
        versie: s.tekst("version", meld),
        feitreeks: s.tekst("facts", meld),
        wetten: wetten(&mut s, meld),
        termijn: bereik(&mut s, meld),
        gemeenten: s.tabellen("gemeenten", meld).into_iter().map(|t| gemeente(t, meld)).collect(),
        aanbieders: aanbieders(&mut s, meld),
        uitsluitingen: s.tabellen("exclude", meld).into_iter().map(|t| uitsluiting(t, meld)).collect(),
        productlijst: s.waar("productlijst", meld).unwrap_or(false),
        feiten: feiten(&mut s, meld),
    };
    for key in ["valid_from", "gemeenten"] {
        if s.waarde(key).is_none() {
            s.ontbreekt(key, meld);
            meld.over(format!("contract.{key}"));
        }
    }
    s.sluit(meld);
    kop
}

fn wetten(s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Vec<Domein> {
    if s.waarde("wetten").is_none() {
        s.ontbreekt("wetten", meld);
    }
    let mut wetten = Vec::new();
    for (tekst, plaats) in s.teksten("wetten", meld) {
        match tekst.as_str() {
            "wmo" | "iwmo" => wetten.push(Domein::Iwmo),
            "jw" | "ijw" => wetten.push(Domein::Ijw),
            _ => s.onmogelijk("wetten", plaats, &tekst, "wmo, jw", meld),
        }
    }
    wetten
}

fn gemeente(tabel: &Tabel, meld: &mut Verslag<'_>) -> Gemeentedeelname {
    let mut s = Sectie::van(tabel, "een gemeente");
    let code = s.verplichte_tekst("code", meld).unwrap_or_default();
    if !is_gemeentecode(&code) && s.waarde("code").is_some() {
        s.onmogelijk("code", s.plaats(), &code, "een CBS-code van vier cijfers", meld);
    }
    let _ = s.tekst("naam", meld);
    let gemeente =
        Gemeentedeelname { plaats: s.plaats(), code, termijn: bereik(&mut s, meld), feiten: feiten(&mut s, meld) };
    s.sluit(meld);
    gemeente
}

/// AGB codes as texts, or as tables with more about each.
fn aanbieders(s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Vec<Aanbiederdeelname> {
    let mut aanbieders = Vec::new();
    for waarde in s.lijst("aanbieders") {
        let aanbieder = match &waarde.inhoud {
            Inhoud::Tekst(agb) => Aanbiederdeelname {
                plaats: waarde.plaats,
                agb: agb.clone(),
                percelen: Vec::new(),
                termijn: Bereik::default(),
                uitloop: None,
                feiten: Vec::new(),
            },
            Inhoud::Tabel(tabel) => aanbieder(tabel, meld),
            _ => {
                let tekst = "een aanbieder is geen AGB-code en geen tabel";
                meld.fout(Gebrek::Soort, waarde.plaats, tekst, "schrijf \"99990001\" of { agb = \"99990001\" }");
                continue;
            }
        };
        if !is_agb(&aanbieder.agb) {
            s.onmogelijk("aanbieders", waarde.plaats, &aanbieder.agb, "een AGB-code van acht cijfers", meld);
        }
        aanbieders.push(aanbieder);
    }
    aanbieders
}

fn aanbieder(tabel: &Tabel, meld: &mut Verslag<'_>) -> Aanbiederdeelname {
    let mut s = Sectie::van(tabel, "een aanbieder");
    let aanbieder = Aanbiederdeelname {
        plaats: s.plaats(),
        agb: s.verplichte_tekst("agb", meld).unwrap_or_default(),
        percelen: s.teksten("percelen", meld).into_iter().map(|(tekst, _)| tekst).collect(),
        termijn: bereik(&mut s, meld),
        uitloop: s.dag("last_new_toewijzing", meld),
        feiten: feiten(&mut s, meld),
    };
    s.sluit(meld);
    aanbieder
}

fn uitsluiting(tabel: &Tabel, meld: &mut Verslag<'_>) -> Uitsluiting {
    let mut s = Sectie::van(tabel, "een uitsluiting");
    let uitsluiting = Uitsluiting {
        plaats: s.plaats(),
        gemeente: s.verplichte_tekst("gemeente", meld).unwrap_or_default(),
        wet: s.keuze("wet", &crate::bestand::WETTEN, meld),
        code: s.tekst("product", meld),
        feiten: feiten(&mut s, meld),
    };
    if !is_gemeentecode(&uitsluiting.gemeente) && s.waarde("gemeente").is_some() {
        s.onmogelijk("gemeente", s.plaats(), &uitsluiting.gemeente, "een CBS-code van vier cijfers", meld);
    }
    if let Some(code) = uitsluiting.code.as_ref().filter(|code| !is_productcode(code)) {
        s.onmogelijk("product", s.plaats(), code, "een productcode van hoogstens vijf tekens", meld);
    }
    s.sluit(meld);
    uitsluiting
}
