//! The words of the manual of findings, around what the rules say themselves.
//!
//! Apart because only man pages are written with them.

use crate::text::{Lang, Tr};

// Headings: man-db knows a page's name by the first of them, in these words.

pub(crate) const NAME: Tr = Tr { es: "NOMBRE", en: "NAME", pt: "NOME" };
pub(crate) const DESCRIPTION: Tr = Tr { es: "DESCRIPCIÓN", en: "DESCRIPTION", pt: "DESCRIÇÃO" };
pub(crate) const FINDINGS: Tr = Tr { es: "PROBLEMAS", en: "FINDINGS", pt: "PROBLEMAS" };
pub(crate) const GLOSSARY: Tr = Tr { es: "GLOSARIO", en: "GLOSSARY", pt: "GLOSSÁRIO" };
pub(crate) const SEE_ALSO: Tr = Tr { es: "VÉASE TAMBIÉN", en: "SEE ALSO", pt: "VEJA TAMBÉM" };

pub(crate) const FINDINGS_NAME: Tr = Tr {
    es: "los problemas que wifidoc conoce",
    en: "the problems that wifidoc knows",
    pt: "os problemas que o wifidoc conhece",
};
pub(crate) const FINDINGS_DESCRIPTION: Tr = Tr {
    es: "Cada problema tiene un código, que nunca cambia de nombre ni se vuelve a usar para otro. La capa \
         es de dónde viene su última prueba, y el lado dice de quién es. Debajo de cada código: qué busca, \
         por qué importa, cuándo calla o puede equivocarse, qué lo arregla y de dónde salen sus límites.",
    en: "Every problem has a code, which is never renamed and never used again for another one. \
         The layer is where its last evidence comes from, the side is whose it is. Below each code: \
         what it looks for, why that matters, when it stays silent or may be wrong, what mends it, \
         and where its limits come from.",
    pt: "Cada problema tem um código, que nunca muda de nome nem é usado de novo para outro. A camada é de \
         onde vem a última prova, e o lado diz de quem ele é. Abaixo de cada código: o que procura, por que \
         importa, quando se cala ou pode errar, o que o resolve e de onde vêm os seus limites.",
};

pub(crate) const A_HINT: Tr = Tr { es: "una pista", en: "a hint", pt: "uma pista" };
pub(crate) const A_PROBLEM: Tr = Tr { es: "un problema", en: "a problem", pt: "um problema" };
pub(crate) const A_COMPLETE_FAILURE: Tr =
    Tr { es: "un fallo completo", en: "a complete failure", pt: "uma falha completa" };

/// Layer and side by their names in options and JSON, and the worst that it can be.
pub(crate) fn facts(layer: &str, side: &str, worst: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("Capa {layer}, lado {side}, en el peor caso {worst}."),
        Lang::En => format!("Layer {layer}, side {side}, at worst {worst}."),
        Lang::Pt => format!("Camada {layer}, lado {side}, no pior caso {worst}."),
    }
}
