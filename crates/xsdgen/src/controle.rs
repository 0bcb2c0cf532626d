//! Checks how the rows of one standard refer to each other.

use std::collections::HashSet;

use crate::feiten::{CodeRij, ElementRij, Standaard, TypeRij, van_basisschema};
use crate::fout::{Fout, Plek};
use crate::schema::{Bericht, Groep, Klasse, Schemaset};

/// The type of the root element of every message.
const ROOT: &str = "Root";

/// The checks for one standard.
pub(crate) struct Controle {
    pub(crate) standaard: Standaard,
}

impl Controle {
    fn onbekend(&self, plek: &Plek, soort: &'static str, naam: &dyn ToString) -> Fout {
        let (naam, standaard) = (naam.to_string(), self.standaard.naam());
        Fout::Onbekend { plek: plek.clone(), soort, naam, standaard }
    }

    fn ongebruikt(&self, plek: &Plek, soort: &'static str, naam: &str) -> Fout {
        let (naam, standaard) = (naam.to_owned(), self.standaard.naam());
        Fout::Ongebruikt { plek: plek.clone(), soort, naam, standaard }
    }

    /// Every code list is used, and its codes have a length the type allows.
    pub(crate) fn lijsten(&self, lijsten: &[Groep<'_, CodeRij>], set: &Schemaset<'_>) -> Result<(), Fout> {
        for enkelvoudig in &set.enkelvoudig {
            for code in &enkelvoudig.codes {
                code_past(code, enkelvoudig.rij)?;
            }
        }
        let gebruikt: HashSet<&str> =
            set.enkelvoudig.iter().filter_map(|type_| type_.rij.codelijst.as_deref()).collect();
        let over = lijsten.iter().find(|lijst| !gebruikt.contains(lijst.naam));
        match over.and_then(|lijst| lijst.rijen.first()) {
            Some(rij) => Err(self.ongebruikt(&rij.plek, "code list", &rij.lijst)),
            None => Ok(()),
        }
    }

    /// Every published list names a list that exists, once.
    pub(crate) fn bronnen(&self, lijsten: &[Groep<'_, CodeRij>], set: &Schemaset<'_>) -> Result<(), Fout> {
        for (index, rij) in set.lijsten.iter().enumerate() {
            if !lijsten.iter().any(|lijst| lijst.naam == rij.lijst) {
                return Err(self.onbekend(&rij.plek, "code list", &rij.lijst));
            }
            if let Some(eerder) = set.lijsten.iter().take(index).find(|eerder| eerder.lijst == rij.lijst) {
                let (naam, standaard) = (rij.lijst.clone(), self.standaard.naam());
                return Err(Fout::Dubbel { plek: rij.plek.clone(), eerder: eerder.plek.regel, naam, standaard });
            }
        }
        Ok(())
    }

    /// Every klasse belongs to a message and is reached from its root; every retour message
    /// replies to a heen message.
    pub(crate) fn berichten(&self, klassen: &[&ElementRij], set: &Schemaset<'_>) -> Result<(), Fout> {
        let nummers: HashSet<u16> = set.berichten.iter().map(|bericht| bericht.rij.nummer).collect();
        for rij in klassen {
            if let Some(nummer) = rij.bericht.filter(|nummer| !nummers.contains(nummer)) {
                return Err(self.onbekend(&rij.plek, "message", &nummer));
            }
        }
        let heen: HashSet<u16> = (set.berichten.iter())
            .filter(|bericht| bericht.rij.antwoord_op.is_none())
            .map(|bericht| bericht.rij.nummer)
            .collect();
        for bericht in &set.berichten {
            if let Some(nummer) = bericht.rij.antwoord_op.filter(|nummer| !heen.contains(nummer)) {
                return Err(self.onbekend(&bericht.rij.plek, "heen message", &nummer));
            }
            self.bereikbaar(bericht)?;
        }
        Ok(())
    }

    fn bereikbaar(&self, bericht: &Bericht<'_>) -> Result<(), Fout> {
        if !bericht.klassen.iter().any(|klasse| klasse.naam == ROOT) {
            let naam = format!("{}/{ROOT}", bericht.rij.nummer);
            return Err(self.onbekend(&bericht.rij.plek, "klasse", &naam));
        }
        let mut bereikt = HashSet::new();
        let mut te_doen = vec![ROOT];
        while let Some(naam) = te_doen.pop() {
            if bereikt.insert(naam) {
                let klasse = bericht.klassen.iter().filter(|klasse| klasse.naam == naam);
                te_doen.extend(klasse.flat_map(|k| &k.rijen).map(|rij| rij.elementtype.as_str()));
            }
        }
        let over = bericht.klassen.iter().find(|klasse| !bereikt.contains(klasse.naam));
        match over.and_then(|klasse| klasse.rijen.first()) {
            Some(rij) => Err(self.ongebruikt(&rij.plek, "klasse", &rij.klasse)),
            None => Ok(()),
        }
    }

    /// Every type an element names exists, in the basisschema or in its own message.
    pub(crate) fn typen(&self, set: &Schemaset<'_>) -> Result<(), Fout> {
        let mut basis = namen(&set.samengesteld);
        basis.extend(set.enkelvoudig.iter().map(|type_| type_.rij.naam.as_str()));
        self.elementtypen(&set.samengesteld, &basis, &HashSet::new())?;
        for bericht in &set.berichten {
            self.elementtypen(&bericht.klassen, &basis, &namen(&bericht.klassen))?;
        }
        Ok(())
    }

    fn elementtypen(&self, klassen: &[Klasse<'_>], basis: &HashSet<&str>, eigen: &HashSet<&str>) -> Result<(), Fout> {
        for rij in klassen.iter().flat_map(|klasse| &klasse.rijen) {
            let naam = rij.elementtype.as_str();
            let typen = if van_basisschema(naam) { basis } else { eigen };
            if !typen.contains(naam) {
                return Err(self.onbekend(&rij.plek, "type", &naam));
            }
        }
        Ok(())
    }
}

fn namen<'f>(klassen: &[Klasse<'f>]) -> HashSet<&'f str> {
    klassen.iter().map(|klasse| klasse.naam).collect()
}

fn code_past(code: &CodeRij, soort: &TypeRij) -> Result<(), Fout> {
    let lengte = u32::try_from(code.code.chars().count()).unwrap_or(u32::MAX);
    if soort.min_lengte.is_none_or(|min| min <= lengte) && soort.max_lengte.is_none_or(|max| lengte <= max) {
        return Ok(());
    }
    Err(Fout::Waarde {
        plek: code.plek.clone(),
        kolom: "code",
        waarde: code.code.clone(),
        verwacht: "within the lengths of its type in enkelvoudig.tsv",
    })
}
