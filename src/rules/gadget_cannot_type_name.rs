//! The network's name has characters that a gadget or its app may not be able to type.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::home::joined;
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// A name may have 32 bytes; programs that keep one for its end take no more than this
/// (CATALOGUE H08).
const BYTES: usize = 31;

pub(super) const RULE: Rule = Rule {
    code: "gadget-cannot-type-name",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi],
    explains: &[],
    symptoms: &[(Symptom::Gadget, 0.6)],
    about: Tr {
        es: About {
            finds: "Con el síntoma «gadget», mira si el nombre de tu wifi tiene espacios, tildes, signos que no están en todos los teclados o más de 31 letras.",
            matters: "Algunos aparatos y sus aplicaciones no saben escribir esos nombres y dicen que la red no existe o que la contraseña está mal.",
            limits: "Muchos aparatos no tienen problema con ellos. La contraseña no se mira: puede tener los mismos signos.",
        },
        en: About {
            finds: "With the symptom \"gadget\", looks whether your Wi-Fi's name has spaces, accents, signs that are not on every keyboard, or more than 31 letters.",
            matters: "Some gadgets and their apps cannot type such names and say that the network does not exist or the password is wrong.",
            limits: "Many gadgets have no trouble with them. The password is not looked at: it may have the same signs.",
        },
        pt: About {
            finds: "Com o sintoma \"gadget\", verifica se o nome do seu Wi-Fi tem espaços, acentos, sinais que não estão em todos os teclados ou mais de 31 letras.",
            matters: "Alguns aparelhos e seus aplicativos não sabem escrever esses nomes e dizem que a rede não existe ou que a senha está errada.",
            limits: "Muitos aparelhos não têm problema com eles. A senha não é verificada: pode ter os mesmos sinais.",
        },
    },
    sources: &["makers of smart-home devices: names of plain letters and digits, without spaces"],
    text: Tr {
        es: Text {
            title: "El nombre de tu wifi tiene signos que un aparato puede no entender",
            what: &[
                "Tu wifi se llama {name}. Tiene espacios, tildes o signos raros, o es muy largo, y algunos aparatos no saben escribirlo.",
            ],
            steps: &[
                step(
                    "Si el router tiene una red de invitados, dale un nombre de letras y números sin espacios, y conecta el aparato ahí. (10 minutos)",
                ),
                step(
                    "Si no, cambia el nombre de tu wifi por uno de letras y números. Tendrás que volver a conectar tus aparatos. (15 minutos)",
                ),
                step("Pide a tu operador que te cambie el nombre del wifi."),
            ],
            mended: "El nombre de tu wifi tiene solo letras sin tilde y números, y el aparato entra.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your Wi-Fi's name has signs that a gadget may not understand",
            what: &[
                "Your Wi-Fi is called {name}. It has spaces, accents or rare signs, or is very long, and some gadgets cannot type it.",
            ],
            steps: &[
                step(
                    "If the router has a guest network, give it a name of letters and digits without spaces, and connect the gadget there. (10 minutes)",
                ),
                step(
                    "If not, change your Wi-Fi's name to one of letters and digits. You will have to connect your devices again. (15 minutes)",
                ),
                step("Ask your provider to change the Wi-Fi's name."),
            ],
            mended: "Your Wi-Fi's name has plain letters and digits alone, and the gadget gets in.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O nome do seu Wi-Fi tem sinais que um aparelho pode não entender",
            what: &[
                "O seu Wi-Fi se chama {name}. Tem espaços, acentos ou sinais raros, ou é muito longo, e alguns aparelhos não sabem escrevê-lo.",
            ],
            steps: &[
                step(
                    "Se o roteador tem uma rede de convidados, dê a ela um nome de letras e números sem espaços, e conecte o aparelho nela. (10 minutos)",
                ),
                step(
                    "Se não, troque o nome do seu Wi-Fi por um de letras e números. Você vai precisar conectar seus aparelhos de novo. (15 minutos)",
                ),
                step("Peça à sua operadora para trocar o nome do Wi-Fi."),
            ],
            mended: "O nome do seu Wi-Fi tem só letras sem acento e números, e o aparelho entra.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    if case.evidence.run.asked.symptom != Some(Symptom::Gadget) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let Some(link) = joined(case.evidence) else {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotJoined)));
    };
    let name = need(Part::Wifi, &link.ssid)?;
    if is_plain(name.bytes()) {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.5,
        arguments: vec![("name", Argument::Name(name.clone()))],
        evidence: &["wifi.link.ssid"],
    }))
}

/// Letters, digits and the signs that every keyboard and every app has.
fn is_plain(name: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    name.len() <= BYTES && name.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Foreign, Outcome};
    use crate::rules::testing::{Changed, severity, verdict};

    #[test]
    fn names_of_plain_letters_and_digits_are_typed_by_everybody() {
        for (name, expected) in [
            ("HomeNet_2.4-G", None),
            ("Casa Pérez", Some(Severity::Hint)),
            ("Home Net", Some(Severity::Hint)),
            ("Wifi\u{1f600}", Some(Severity::Hint)),
            ("abcdefghijklmnopqrstuvwxyz12345", None),
            ("abcdefghijklmnopqrstuvwxyz123456", Some(Severity::Hint)),
        ] {
            let named = Changed::healthy_wifi()
                .link(|link| link.ssid = Outcome::Measured(Foreign::new(name)));
            assert_eq!(verdict(&RULE, &named), Verdict::Unknown(Missing::NotApplicable));
            let asked = named.with(|evidence| evidence.run.asked.symptom = Some(Symptom::Gadget));
            assert_eq!(severity(&RULE, &asked), expected, "{name}");
        }
    }
}
