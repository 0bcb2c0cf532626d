//! Products, tariffs and prices.

use bericht::{Eenheid, Frequentie};

use super::hulp::{bereik, feiten, is_gemeentecode, is_productcode};
use crate::bestand::boom::Tabel;
use crate::bestand::{Gebrek, Sectie, Verslag, eenheid};
use crate::model::{Bedragen, Bedragwijze, Bereik, Feiten, Grondslag, Maatwerkprijs, Productrij, Tariefrij, Variant};

/// Spellings of the uitvoeringsvarianten.
const VARIANTEN: [(&str, Variant); 3] =
    [("inspanning", Variant::Inspanning), ("output", Variant::Output), ("taakgericht", Variant::Taakgericht)];

/// Codes of WJ757.
const FREQUENTIES: [(&str, Frequentie); 4] =
    [("1", Frequentie::Dag), ("2", Frequentie::Week), ("4", Frequentie::Maand), ("6", Frequentie::Totaal)];

pub fn bedragen(tabel: &Tabel, meld: &mut Verslag<'_>) -> Bedragen {
    let mut s = Sectie::van(tabel, "[amounts]");
    let wijzen = [("standard_tr346", Bedragwijze::Standaard), ("rounded_minute", Bedragwijze::AfgerondeMinuut)];
    let bedragen = Bedragen {
        plaats: Some(s.plaats()),
        wijze: s.keuze("mode", &wijzen, meld).unwrap_or_default(),
        feiten: feiten(&mut s, meld),
    };
    // The standard rounds half up and knows no other way (IV081).
    let _ = s.keuze("rounding", &[("half_up", ())], meld);
    s.sluit(meld);
    bedragen
}

pub fn product(tabel: &Tabel, meld: &mut Verslag<'_>) -> Productrij {
    let mut s = Sectie::van(tabel, "een product");
    let mut eenheden = Vec::new();
    for key in ["unit", "units"] {
        for (tekst, plaats) in s.teksten(key, meld) {
            match eenheid(&tekst) {
                Some(eenheid) => eenheden.push(eenheid),
                None => s.onmogelijk(key, plaats, &tekst, "een code van WJ756, zoals 01 of 16", meld),
            }
        }
    }
    let mut frequenties = Vec::new();
    for (tekst, plaats) in s.teksten("frequencies", meld) {
        // The other two are of a release in which nothing is declared by these rules.
        let gangbaar = |f: &Frequentie| !matches!(f, Frequentie::VierWeken | Frequentie::Jaar);
        match Frequentie::parse(&tekst).filter(gangbaar) {
            Some(frequentie) => frequenties.push(frequentie),
            None => s.onmogelijk("frequencies", plaats, &tekst, "1, 2, 4, 6", meld),
        }
    }
    let product = Productrij {
        plaats: s.plaats(),
        code: productcode(&mut s, meld),
        naam: s.tekst("name", meld),
        categorie: s.tekst("cat", meld),
        wet: s.wet("wet", meld),
        eenheden,
        frequenties,
        variant: s.keuze("variant", &VARIANTEN, meld),
        perceel: s.tekst("perceel", meld),
        termijn: bereik(&mut s, meld),
        feiten: feiten(&mut s, meld),
    };
    benoem(&mut s, product.code.as_deref(), product.naam.as_deref(), meld);
    s.sluit(meld);
    product
}

/// A block: its dates and facts hold for every row.
pub fn tariefblok(tabel: &Tabel, meld: &mut Verslag<'_>) -> Vec<Tariefrij> {
    let mut s = Sectie::van(tabel, "[[tariffs]]");
    if s.waarde("valid_from").is_none() {
        s.ontbreekt("valid_from", meld);
    }
    let (termijn, feiten) = (bereik(&mut s, meld), feiten(&mut s, meld));
    let indexgroep = s.tekst("index_group", meld);
    let _ = s.tekst("note", meld);
    if s.waarde("rows").is_none() {
        s.ontbreekt("rows", meld);
    }
    let rijen = s.tabellen("rows", meld).into_iter().map(|t| tariefrij(t, termijn, &feiten, indexgroep.as_ref(), meld));
    let rijen = rijen.collect();
    s.sluit(meld);
    rijen
}

fn tariefrij(
    tabel: &Tabel,
    termijn: Bereik,
    van_blok: &Feiten,
    indexgroep: Option<&String>,
    meld: &mut Verslag<'_>,
) -> Tariefrij {
    let mut s = Sectie::van(tabel, "een tarief");
    let code = productcode(&mut s, meld);
    let naam = s.tekst("name", meld);
    benoem(&mut s, code.as_deref(), naam.as_deref(), meld);
    if let Some(genoemd) = code.as_ref().or(naam.as_ref()) {
        s = Sectie::van(tabel, format!("tarief {}", crate::bestand::kort(genoemd)));
        let _ = (s.waarde("code"), s.waarde("name"));
    }
    let grondslag = grondslag(&mut s, meld);
    let bedrag = s.getal("amount", 2, meld);
    if s.waarde("amount").is_none() {
        s.ontbreekt("amount", meld);
    }
    let eigen = feiten(&mut s, meld);
    let rij = Tariefrij {
        plaats: s.plaats(),
        code,
        naam,
        categorie: s.tekst("cat", meld),
        wet: s.wet("wet", meld),
        termijn,
        grondslag,
        bedrag,
        basis: s.getal("base", 8, meld),
        declareren_in: s.eenheid("declared_unit", meld),
        gedrukt: s.getal("declared", 2, meld),
        frequentie: s.keuze("freq", &FREQUENTIES, meld),
        variant: s.keuze("variant", &VARIANTEN, meld),
        indexgroep: s.tekst("index_group", meld).or_else(|| indexgroep.cloned()),
        eigen_bijdrage: s.tekst("eb", meld),
        feiten: if eigen.is_empty() { van_blok.clone() } else { eigen },
    };
    s.sluit(meld);
    rij
}

fn grondslag(s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Option<Grondslag> {
    let Some(waarde) = s.waarde("per") else {
        let tekst = format!("{} heeft geen eenheid", s.naam());
        meld.fout(
            Gebrek::GeenEenheid,
            s.plaats(),
            tekst,
            "voeg per toe: minuut, uur, dagdeel, etmaal, dag, stuk of four_weeks",
        );
        return None;
    };
    let tekst = s.tekst("per", meld)?;
    let gelezen = match tekst.as_str() {
        "dag" => Some(Grondslag::Dag),
        "stuk" | "stuks" => Some(Grondslag::Stuk),
        "four_weeks" => Some(Grondslag::VierWeken),
        code => eenheid(code).map(Grondslag::Eenheid),
    };
    if gelezen.is_none() {
        s.onmogelijk(
            "per",
            waarde.plaats,
            &tekst,
            "minuut, uur, dagdeel, etmaal, dag, stuk, four_weeks of een code",
            meld,
        );
    }
    gelezen
}

pub fn maatwerk(tabel: &Tabel, meld: &mut Verslag<'_>) -> Maatwerkprijs {
    let mut s = Sectie::van(tabel, "[[custom_price]]");
    for key in ["gemeente", "nummer", "per", "amount"] {
        if s.waarde(key).is_none() {
            s.ontbreekt(key, meld);
        }
    }
    let prijs = Maatwerkprijs {
        plaats: s.plaats(),
        gemeente: s.tekst("gemeente", meld).unwrap_or_default(),
        nummer: s.geheel("nummer", (1, 999_999_999), meld).and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
        wet: s.wet("wet", meld),
        eenheid: s.eenheid("per", meld),
        bedrag: s.getal("amount", 2, meld),
        termijn: bereik(&mut s, meld),
        feiten: feiten(&mut s, meld),
    };
    if !is_gemeentecode(&prijs.gemeente) && s.waarde("gemeente").is_some() {
        s.onmogelijk("gemeente", s.plaats(), &prijs.gemeente, "een CBS-code van vier cijfers", meld);
    }
    if prijs.eenheid == Some(Eenheid::Euro) {
        s.onmogelijk("per", s.plaats(), "83", "een eenheid met een tarief; euro's hebben er geen", meld);
    }
    s.sluit(meld);
    prijs
}

fn productcode(s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Option<String> {
    let plaats = s.waarde("code").map(|w| w.plaats);
    let code = s.tekst("code", meld)?;
    if !is_productcode(&code) {
        s.onmogelijk(
            "code",
            plaats.unwrap_or_default(),
            &code,
            "een productcode van hoogstens vijf letters en cijfers",
            meld,
        );
    }
    Some(code)
}

/// A row without a code is allowed when it has a name; that the code is missing is a finding that can be left open.
fn benoem(s: &mut Sectie<'_>, code: Option<&str>, naam: Option<&str>, meld: &mut Verslag<'_>) {
    match (code, naam) {
        (Some(_), _) => {}
        (None, None) => s.ontbreekt("code of name", meld),
        (None, Some(naam)) => {
            let tekst = format!("{} heeft geen productcode", crate::bestand::kort(naam));
            meld.fout(Gebrek::GeenCode, s.plaats(), tekst, "vul code in, of noem het in [[open]] met deze naam");
            meld.over(format!("code:{naam}"));
        }
    }
}
