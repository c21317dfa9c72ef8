//! Somebody on the way answers for unrelated sites with certificates of his own.

use super::clock_wrong::WRONG_S;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::web::{clock, verified, why_no_certificate};
use crate::evidence::web::Handshake;
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// One site's certificate may be that site's mistake; two unrelated ones are not (CATALOGUE X04).
const NAMES: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "certificate-replaced",
    layer: Layer::Web,
    side: Side::Router,
    worst: Severity::Problem,
    needs: &[Part::Web],
    explains: &["service-down"],
    symptoms: &[(Symptom::Pages, 0.9), (Symptom::OneSite, 0.6), (Symptom::Nothing, 0.4)],
    about: Tr {
        es: About {
            finds: "Abre conexiones seguras con tres sitios sin relación entre sí y comprueba sus certificados con la lista de confianza de este equipo. Habla cuando al menos dos no son de quien dicen.",
            matters: "Alguien en medio abre lo que envías, contraseñas incluidas, o no sabe hacerlo bien y rompe las páginas.",
            limits: "Si tú o tu empresa añadisteis a la lista de confianza un programa que revisa el tráfico, es decisión vuestra y no lo comenta. Con la hora del equipo mal, no dice nada.",
        },
        en: About {
            finds: "Opens secure connections to three unrelated sites and checks their certificates against this computer's own list of trust. Speaks when at least two are not who they claim to be.",
            matters: "Somebody in between opens what you send, passwords included, or does it badly and breaks the pages.",
            limits: "If you or your company added a program that inspects traffic to the list of trust, that is your choice, and it is not mentioned. With a wrong clock it says nothing.",
        },
        pt: About {
            finds: "Abre conexões seguras com três sites sem relação entre si e confere seus certificados com a lista de confiança deste computador. Fala quando pelo menos dois não são de quem dizem.",
            matters: "Alguém no meio abre o que você envia, inclusive senhas, ou não sabe fazer isso direito e quebra as páginas.",
            limits: "Se você ou sua empresa adicionaram à lista de confiança um programa que inspeciona o tráfego, é escolha de vocês e não é comentado. Com a hora do computador errada, não diz nada.",
        },
    },
    sources: &["RFC 5280, RFC 9525: two unrelated names against the system's own trust store"],
    text: Tr {
        es: Text {
            title: "Algo intercepta las conexiones seguras",
            what: &[
                "De {certificates} sitios seguros sin relación entre sí, {failing} no muestran su certificado, sino el de otro.",
                "El navegador avisa de que la conexión no es privada, y tiene razón.",
                "Los mensajes llegan: no es un fallo de señal ni de velocidad.",
            ],
            steps: &[
                step(
                    "No aceptes el aviso del navegador y no escribas contraseñas mientras dure. (no cuesta nada)",
                ),
                step(
                    "Conecta este equipo al internet de tu teléfono («compartir internet») y abre la misma página. Si ya no avisa, la causa está en la otra red. Si sigue avisando, está en este equipo. (2 minutos, gasta datos)",
                ),
                step(
                    "Si con el teléfono también avisa, abre los ajustes del antivirus o del control parental y desactiva solo «análisis de HTTPS» o «conexiones cifradas». Ejecuta wifidoc otra vez. (5 minutos)",
                ),
                step(
                    "Si la red es de tu trabajo o tu escuela, pregunta a quien la lleva si revisa el tráfico. En un hotel o un café no instales ningún certificado: usa los datos del teléfono. (5 minutos)",
                ),
                step(
                    "Si es tu casa y nadie ha puesto un filtro, actualiza el router desde su página y cambia la contraseña con la que se entra en ella. (15 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, los tres certificados son los de sus sitios.",
            tell_provider: &[],
        },
        en: Text {
            title: "Something intercepts the secure connections",
            what: &[
                "Of {certificates} unrelated secure sites, {failing} do not show their own certificate but somebody else's.",
                "The browser warns that the connection is not private, and it is right.",
                "Messages do arrive: it is not a fault of signal or speed.",
            ],
            steps: &[
                step(
                    "Do not accept the browser's warning, and type no passwords while it lasts. (costs nothing)",
                ),
                step(
                    "Connect this computer to your phone's internet (hotspot) and open the same page. If the warning is gone, the cause is in the other network. If it stays, it is on this computer. (2 minutes, uses mobile data)",
                ),
                step(
                    "If the phone's internet gives the warning too, open the settings of your antivirus or parental control and switch off only \"HTTPS scanning\" or \"encrypted connections\". Run wifidoc again. (5 minutes)",
                ),
                step(
                    "If the network is your workplace's or your school's, ask whoever runs it whether it inspects traffic. In a hotel or a café install no certificate: use your phone's mobile data. (5 minutes)",
                ),
                step(
                    "If it is your home and nobody set up a filter, update the router on its own page and change the password that opens that page. (15 minutes)",
                ),
            ],
            mended: "When you run the test again, all three certificates are those of their sites.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Algo intercepta as conexões seguras",
            what: &[
                "De {certificates} sites seguros sem relação entre si, {failing} não mostram o próprio certificado, e sim o de outro.",
                "O navegador avisa que a conexão não é particular, e tem razão.",
                "As mensagens chegam: não é uma falha de sinal nem de velocidade.",
            ],
            steps: &[
                step(
                    "Não aceite o aviso do navegador e não digite senhas enquanto durar. (não custa nada)",
                ),
                step(
                    "Conecte este computador à internet do seu celular (“ponto de acesso”) e abra a mesma página. Se o aviso sumir, a causa está na outra rede. Se continuar, está neste computador. (2 minutos, gasta dados)",
                ),
                step(
                    "Se com o celular também avisar, abra as opções do antivírus ou do controle dos pais e desative só “verificação de HTTPS” ou “conexões criptografadas”. Execute o wifidoc de novo. (5 minutos)",
                ),
                step(
                    "Se a rede é do seu trabalho ou da sua escola, pergunte a quem cuida dela se inspeciona o tráfego. Em um hotel ou café, não instale nenhum certificado: use os dados do celular. (5 minutos)",
                ),
                step(
                    "Se é a sua casa e ninguém pôs um filtro, atualize o roteador na página dele e troque a senha que abre essa página. (15 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, os três certificados são os dos seus sites.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let web = need(Part::Web, &case.evidence.web)?;
    let foreign = |handshake| {
        matches!(
            handshake,
            Handshake::UnknownIssuer | Handshake::WrongName | Handshake::OtherCertificate
        )
    };
    let failing = web.anchors().filter(|secure| foreign(secure.handshake)).count();
    if web.anchors().any(|secure| secure.handshake == Handshake::NoStore) {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Web, Why::NothingThere)));
    }
    if failing < NAMES {
        // Nobody showed a certificate: others say why.
        return match verified(web) {
            0 if failing == 0 => {
                Err(Verdict::Unknown(Missing::Evidence(Part::Web, why_no_certificate(web))))
            }
            _ => Ok(Verdict::Pass),
        };
    }
    if clock(web).is_some_and(|clock| clock.ahead_s.unsigned_abs() > WRONG_S) {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.3 }));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: if verified(web) == 0 { 0.95 } else { 0.7 },
        arguments: vec![
            ("failing", Argument::Count(failing as u64)),
            ("certificates", Argument::Count(web.anchors().count() as u64)),
        ],
        evidence: &["web.secure"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, severity, verdict};

    fn shown(handshakes: [Handshake; 3], ahead_s: i64) -> Changed {
        Changed::healthy_wifi().web(|web| {
            for (secure, handshake) in web.secure.iter_mut().zip(handshakes) {
                secure.handshake = handshake;
            }
            web.clock.iter_mut().for_each(|reading| reading.ahead_s = ahead_s);
        })
    }

    #[test]
    fn two_unrelated_certificates_of_somebody_else_are_no_mistake() {
        use Handshake::{Expired, OtherCertificate, UnknownIssuer, Verified, WrongName};
        for (handshakes, expected) in [
            ([Verified; 3], None),
            ([UnknownIssuer, Verified, Verified], None),
            ([UnknownIssuer, UnknownIssuer, Verified], Some(Severity::Problem)),
            ([UnknownIssuer, WrongName, OtherCertificate], Some(Severity::Problem)),
            // That is the clock's matter.
            ([Expired; 3], None),
        ] {
            assert_eq!(severity(&RULE, &shown(handshakes, 0)), expected, "{handshakes:?}");
        }
    }

    #[test]
    fn under_a_wrong_clock_nobody_is_accused() {
        for (ahead_s, expected) in [(300, Some(Severity::Problem)), (301, None), (-301, None)] {
            let evidence = shown([Handshake::UnknownIssuer; 3], ahead_s);
            assert_eq!(severity(&RULE, &evidence), expected, "{ahead_s}");
        }
    }

    #[test]
    fn without_a_store_nothing_can_be_said() {
        assert_eq!(
            verdict(&RULE, &shown([Handshake::NoStore; 3], 0)),
            Verdict::Unknown(Missing::Evidence(Part::Web, Why::NothingThere))
        );
    }
}
