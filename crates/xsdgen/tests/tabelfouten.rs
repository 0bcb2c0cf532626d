//! Every kind of broken table gives an error that names the file and the line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod hulp;

use std::fs;

use hulp::TijdelijkeMap;

/// A small set of tables; a space stands for a tab.
const TABELLEN: [(&str, &str); 7] = [
    (
        "releases.tsv",
        "standaard release basisprefix berichtprefix bestandsprefix naamruimte versie xsdversie geldig_van geldig_tot
ijw 3.2 ijw jw JW http://voorbeeld.test/ijw/{naam} - 1.0.0 2020-01-01 -
iwmo 3.2 iwmo wmo WMO http://voorbeeld.test/iwmo/{naam} 1.0 - - 2020-12-31
",
    ),
    (
        "berichten.tsv",
        "bericht standaard berichtcode antwoord_op herkomst
1 beide 414 - gepubliceerd
2 beide 415 1 afgeleid
",
    ),
    (
        "enkelvoudig.tsv",
        "type basis minLength maxLength minInclusive maxInclusive pattern codelijst standaard
LDT_Code xs:string 1 3 - - - - beide
LDT_JaNee xs:string - 1 - - - JaNee beide
LDT_Getal xs:integer - - 0 99 - - beide
",
    ),
    (
        "codelijsten.tsv",
        "lijst code standaard
JaNee 1 beide
JaNee 2 beide
",
    ),
    (
        "samengesteld.tsv",
        "klasse element type min max standaard pattern maxInclusive
CDT_Paar Links LDT_Getal 1 1 beide - 9
CDT_Paar Rechts LDT_Getal 0 1 ijw [1-9]+ -
",
    ),
    (
        "klassen.tsv",
        "bericht klasse element type min max standaard pattern
1 Root Code LDT_Code 1 1 beide {berichtcode}
1 Root Deel Deel 0 unbounded beide -
1 Deel Paar CDT_Paar 1 1 beide -
1 Deel Extra LDT_JaNee 0 1 ijw -
2 Root Code LDT_Code 1 1 beide <a>&\"b\"
",
    ),
    (
        "lijsten.tsv",
        "lijst bron standaard
JaNee COD1 beide
",
    ),
];

fn schrijf(map: &TijdelijkeMap, tabel: &str, van: &str, naar: &str) {
    let feiten = map.0.join("feiten").join("3.2");
    fs::create_dir_all(&feiten).unwrap();
    for (naam, tekst) in TABELLEN {
        let tekst = if naam == tabel {
            assert_eq!(tekst.matches(van).count(), 1, "{van} in {tabel}");
            tekst.replace(van, naar)
        } else {
            tekst.to_owned()
        };
        fs::write(feiten.join(naam), tekst.replace(' ', "\t")).unwrap();
    }
}

/// The error after replacing `van` by `naar` in one table, without the folder.
fn fout(tabel: &str, van: &str, naar: &str) -> String {
    let thread = std::thread::current();
    let map = TijdelijkeMap::nieuw(&format!("fout-{}", thread.name().unwrap_or("test")));
    schrijf(&map, tabel, van, naar);
    let melding = match xsdgen::genereer(&map.0) {
        Ok(_) => panic!("no error for {naar} in {tabel}"),
        Err(fout) => fout.to_string(),
    };
    let begin = format!("{}{}", map.0.join("feiten").join("3.2").display(), std::path::MAIN_SEPARATOR);
    melding.replace(&begin, "")
}

#[test]
fn hele_tabellen_geven_schemas() {
    let map = TijdelijkeMap::nieuw("heel");
    schrijf(&map, "", "", "");
    let bestanden = xsdgen::genereer(&map.0).unwrap();
    let inhoud = |pad: &str| {
        let bestand = bestanden.iter().find(|bestand| bestand.pad.ends_with(pad));
        bestand.map(|bestand| bestand.inhoud.as_str()).unwrap()
    };
    assert_eq!(bestanden.len(), 8);
    assert!(inhoud("ijw-3.2/basisschema.xsd").contains("<xs:maxInclusive value=\"9\"/>"));
    assert!(inhoud("ijw-3.2/basisschema.xsd").contains("<xs:pattern value=\"[1-9]+\"/>"));
    assert!(inhoud("iwmo-3.2/WMO1.xsd").contains("<iwmo:versie>1.0</iwmo:versie>"));
    assert!(inhoud("ijw-3.2/release.toml").contains("codes = [\"414\"]\nschema = \"JW1.xsd\"\nretour = \"2\"\n"));
    assert!(inhoud("ijw-3.2/release.toml").contains("geldig_van = \"2020-01-01\"\nxsd_versie = \"1.0.0\""));
    assert!(inhoud("iwmo-3.2/release.toml").contains("geldig_tot = \"2020-12-31\""));
    assert!(inhoud("iwmo-3.2/release.toml").contains("[codelijsten]\nLDT_JaNee = \"COD1\""));
    assert!(inhoud("ijw-3.2/basisschema.xsd").contains("name=\"Rechts\""));
    assert!(!inhoud("iwmo-3.2/basisschema.xsd").contains("name=\"Rechts\""));
    assert!(inhoud("ijw-3.2/JW1.xsd").contains("<xs:pattern value=\"414\"/>"));
    assert!(inhoud("ijw-3.2/JW1.xsd").contains("minOccurs=\"0\" maxOccurs=\"unbounded\""));
    assert!(inhoud("iwmo-3.2/WMO2.xsd").contains("<xs:pattern value=\"&lt;a&gt;&amp;&quot;b&quot;\"/>"));
}

#[test]
fn kop() {
    assert_eq!(
        fout("codelijsten.tsv", "lijst code", "lijst kode"),
        "codelijsten.tsv:1: unknown column \"kode\"; the columns are: lijst, code, standaard"
    );
    let volgorde = "codelijsten.tsv:1: the columns must be, in this order: lijst, code, standaard";
    assert_eq!(fout("codelijsten.tsv", "lijst code", "code lijst"), volgorde);
    assert_eq!(fout("codelijsten.tsv", "lijst code", "code"), volgorde);
    assert_eq!(
        fout("codelijsten.tsv", "\nJaNee 1 beide\nJaNee 2 beide\n", "\n"),
        "codelijsten.tsv: the table has no rows"
    );
}

#[test]
fn cellen() {
    let te_weinig = "klassen.tsv:4: 7 cells where the header has 8 columns";
    assert_eq!(fout("klassen.tsv", "CDT_Paar 1 1 beide -", "CDT_Paar 1 1 beide"), te_weinig);
    let te_veel = "klassen.tsv:4: 9 cells where the header has 8 columns";
    assert_eq!(fout("klassen.tsv", "CDT_Paar 1 1 beide -", "CDT_Paar 1 1 beide - -"), te_veel);
    let lege_regel = "berichten.tsv:3: 1 cells where the header has 5 columns";
    assert_eq!(fout("berichten.tsv", "\n2 ", "\n\n2 "), lege_regel);
}

#[test]
fn waarden() {
    let gevallen = [
        ("releases.tsv", "ijw 3.2 ijw", "izo 3.2 ijw", "2: column standaard: \"izo\""),
        ("releases.tsv", "ijw 3.2", "ijw 3", "2: column release: \"3\""),
        ("releases.tsv", "/ijw/{naam}", "/ijw", "2: column naamruimte: \"http://voorbeeld.test/ijw\""),
        ("releases.tsv", "jw JW", "jw: JW", "2: column berichtprefix: \"jw:\""),
        ("releases.tsv", "2020-01-01", "1-1-2020", "2: column geldig_van: \"1-1-2020\""),
        ("berichten.tsv", "1 beide 414", "1 beiden 414", "2: column standaard: \"beiden\""),
        ("berichten.tsv", "1 beide 414", "1 beide -", "2: column berichtcode: \"-\""),
        ("berichten.tsv", "gepubliceerd", "gehoord", "2: column herkomst: \"gehoord\""),
        ("enkelvoudig.tsv", "LDT_Getal xs:integer", "Getal xs:integer", "4: column type: \"Getal\""),
        ("enkelvoudig.tsv", "xs:integer", "xs:int", "4: column basis: \"xs:int\""),
        ("enkelvoudig.tsv", "1 3", "1 drie", "2: column maxLength: \"drie\""),
        ("enkelvoudig.tsv", "1 3", "4 3", "2: column maxLength: \"3\" is not at least the minimum"),
        ("enkelvoudig.tsv", "0 99", "0 -1", "4: column maxInclusive: \"-1\""),
        ("codelijsten.tsv", "JaNee 2", "JaNee 22", "3: column code: \"22\" is not within the lengths"),
        ("samengesteld.tsv", "CDT_Paar Links", "Paar Links", "2: column klasse: \"Paar\""),
        ("samengesteld.tsv", "Links LDT_Getal", "Links CDT_Paar", "2: column type: \"CDT_Paar\" is not an LDT_ type"),
        ("samengesteld.tsv", "beide - 9", "beide - negen", "2: column maxInclusive: \"negen\""),
        ("samengesteld.tsv", "0 1", "2 1", "3: column max: \"1\" is not at least the minimum"),
        ("klassen.tsv", "unbounded", "veel", "3: column max: \"veel\""),
        ("klassen.tsv", "{berichtcode}", "{code}", "2: column pattern: \"{code}\""),
        ("klassen.tsv", "Deel 0 unbounded beide -", "Deel 0 unbounded beide [0-9]", "3: column type: \"Deel\""),
        ("klassen.tsv", "1 Deel Paar", "1 CDT_Deel Paar", "4: column klasse: \"CDT_Deel\""),
        ("klassen.tsv", "1 Deel Extra", "1 Deel 1Extra", "5: column element: \"1Extra\""),
        ("klassen.tsv", "2 Root", "twee Root", "6: column bericht: \"twee\""),
    ];
    for (tabel, van, naar, verwacht) in gevallen {
        let melding = fout(tabel, van, naar);
        assert!(melding.starts_with(&format!("{tabel}:{verwacht}")), "{melding}");
    }
}

#[test]
fn dubbele_rijen() {
    let gevallen = [
        ("releases.tsv", "iwmo 3.2", "ijw 3.2", "3: double row for ijw in ijw, first on line 2"),
        ("berichten.tsv", "\n2 beide", "\n1 ijw", "3: double row for 1 in ijw, first on line 2"),
        ("enkelvoudig.tsv", "LDT_Getal", "LDT_Code", "4: double row for LDT_Code in ijw, first on line 2"),
        ("codelijsten.tsv", "JaNee 2 beide", "JaNee 1 iwmo", "3: double row for JaNee/1 in iwmo, first on line 2"),
        ("samengesteld.tsv", "Rechts", "Links", "3: double row for CDT_Paar/Links in ijw, first on line 2"),
        ("klassen.tsv", "Extra LDT_JaNee", "Paar LDT_JaNee", "5: double row for Deel/Paar in ijw, first on line 4"),
    ];
    for (tabel, van, naar, verwacht) in gevallen {
        assert_eq!(fout(tabel, van, naar), format!("{tabel}:{verwacht}"));
    }
}

#[test]
fn verspreide_rijen() {
    assert_eq!(
        fout("klassen.tsv", "1 Deel Extra LDT_JaNee", "1 Root Extra LDT_JaNee"),
        "klassen.tsv:5: the rows of Root must stand together; others end on line 3"
    );
    assert_eq!(
        fout("codelijsten.tsv", "JaNee 2", "Anders 1 beide\nJaNee 2"),
        "codelijsten.tsv:4: the rows of JaNee must stand together; others end on line 2"
    );
}

#[test]
fn verwijzingen() {
    let gevallen = [
        ("klassen.tsv", "CDT_Paar", "CDT_Stel", "4: unknown type CDT_Stel in ijw"),
        ("klassen.tsv", "Deel Deel 0", "Deel Stuk 0", "4: klasse Deel is not used in ijw"),
        (
            "klassen.tsv",
            "1 Deel Paar CDT_Paar 1 1 beide",
            "1 Deel Paar CDT_Paar 1 1 ijw",
            "3: unknown type Deel in iwmo",
        ),
        ("klassen.tsv", "2 Root", "3 Root", "6: unknown message 3 in ijw"),
        ("samengesteld.tsv", "Links LDT_Getal", "Links LDT_Nummer", "2: unknown type LDT_Nummer in ijw"),
        ("enkelvoudig.tsv", "- JaNee", "- NeeJa", "3: unknown code list NeeJa in ijw"),
        ("berichten.tsv", "415 1", "415 9", "3: unknown heen message 9 in ijw"),
        ("berichten.tsv", "415 1", "415 2", "3: unknown heen message 2 in ijw"),
        ("berichten.tsv", "\n2 ", "\n4 beide 416 - afgeleid\n2 ", "3: unknown klasse 4/Root in ijw"),
        ("lijsten.tsv", "JaNee", "NeeJa", "2: unknown code list NeeJa in ijw"),
        ("codelijsten.tsv", "JaNee 2 beide\n", "JaNee 2 beide\nOver 1 iwmo\n", "4: code list Over is not used in iwmo"),
    ];
    for (tabel, van, naar, verwacht) in gevallen {
        assert_eq!(fout(tabel, van, naar).lines().next(), Some(format!("{tabel}:{verwacht}").as_str()));
    }
}
