//! Somebody on the way makes up answers for names.

use super::resolver_dead::answers;
use super::step;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::names::ResolverState;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// So many made-up names have to get an address: one may be somebody's after all.
const INVENTED: u32 = 2;
/// So many real names have to get an address that cannot be theirs: one may be filtered on purpose.
const BOGUS: u32 = 2;

pub(super) const RULE: Rule = Rule {
    code: "names-rewritten",
    layer: Layer::Names,
    side: Side::Line,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Names],
    explains: &[],
    symptoms: &[(Symptom::Nothing, 0.8), (Symptom::Pages, 0.8), (Symptom::OneSite, 0.8)],
    about: Tr {
        es: About {
            finds: "Pregunta por nombres que no existen y por sitios conocidos de cuatro dueños. Lo comenta cuando los que no existen reciben una dirección. Es un fallo completo cuando los sitios conocidos reciben direcciones que no pueden ser suyas: de una red de casa, de nadie, o la misma para todos.",
            matters: "Quien cambia los nombres decide a dónde llegas: a una página de publicidad, a un aviso, o a ninguna parte.",
            limits: "Un filtro que solo quita algunos sitios no cuenta. Una página de acceso (hotel, factura sin pagar) también cambia los nombres: si la hay, el informe habla de ella.",
        },
        en: About {
            finds: "Asks for names that do not exist and for well-known sites of four owners. Mentions it when names that do not exist get an address. It is a complete failure when well-known sites get addresses that cannot be theirs: of a home network, of nobody, or the same for all.",
            matters: "Whoever changes names decides where you arrive: at advertising, at a notice, or nowhere.",
            limits: "A filter that takes out single sites does not count. A sign-in page (hotel, unpaid bill) changes names too: where one is found, that is what is said.",
        },
        pt: About {
            finds: "Pergunta por nomes que não existem e por sites conhecidos de quatro donos. Comenta quando os que não existem recebem um endereço. É uma falha completa quando os sites conhecidos recebem endereços que não podem ser deles: de uma rede de casa, de ninguém, ou o mesmo para todos.",
            matters: "Quem muda os nomes decide aonde você chega: a uma página de propaganda, a um aviso, ou a lugar nenhum.",
            limits: "Um filtro que só tira alguns sites não conta. Uma página de acesso (hotel, conta em aberto) também muda os nomes: se for encontrada, é dela que se fala.",
        },
    },
    sources: &["a random name that does not exist gets an address"],
    text: Tr {
        es: Text {
            title: "Alguien cambia las direcciones de las páginas (DNS)",
            what: &[
                "De {real} sitios conocidos, {bogus} reciben una dirección que no puede ser la suya ({address}).",
                "De {unregistered} nombres que no existen, {invented} reciben una dirección ({address}).",
                "Las páginas no se abren, o se abre otra que no has pedido.",
                "Si escribes mal una dirección, llegas a una página que no has pedido.",
                "También cambia lo que contestan los servidores públicos ({public}): pasa por el camino y no en tu equipo.",
            ],
            steps: &[
                step(
                    "Abre una página cualquiera en el navegador. Si sale un aviso de tu operador o la página de acceso de un hotel, léelo. No instales nada ni escribas contraseñas de tu banco o tu correo. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Busca «DNS» en los ajustes del navegador, activa «DNS seguro» (cifrado) y elige un proveedor de la lista: por el camino ya nadie podrá cambiar las respuestas. Esa empresa verá entonces qué nombres buscas. (2 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, los sitios conocidos reciben su dirección y los nombres que no existen, ninguna.",
            tell_provider: &[
                "El {date} a las {time}, el servidor de nombres que uso ({resolver}) dio la dirección {address} a nombres a los que no les corresponde.",
                "De {real} sitios conocidos cambió {bogus}.",
                "De {unregistered} nombres inexistentes contestó {invented}: desactiven esa redirección en mi línea.",
            ],
        },
        en: Text {
            title: "Somebody changes the addresses of sites (DNS)",
            what: &[
                "Of {real} well-known sites, {bogus} get an address that cannot be theirs ({address}).",
                "Of {unregistered} names that do not exist, {invented} get an address ({address}).",
                "Pages do not open, or another one opens that you did not ask for.",
                "When you mistype an address, you arrive at a page that you did not ask for.",
                "What public name servers answer is changed too ({public}): it happens on the way and not on your computer.",
            ],
            steps: &[
                step(
                    "Open any page in the browser. If a notice from your provider or a hotel's sign-in page appears, read it. Do not install anything or type your bank or e-mail passwords. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Search for \"DNS\" in the browser's settings, switch on \"secure DNS\" (encrypted) and choose a provider from the list: nobody on the way can change the answers then. That company will see which names you look up. (2 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, well-known sites get their own address and names that do not exist get none.",
            tell_provider: &[
                "On {date} at {time} the name server that I use ({resolver}) gave the address {address} for names that it does not belong to.",
                "Of {real} well-known sites it changed {bogus}.",
                "Of {unregistered} names that do not exist it answered {invented}: please switch that redirection off on my line.",
            ],
        },
        pt: Text {
            title: "Alguém muda os endereços dos sites (DNS)",
            what: &[
                "De {real} sites conhecidos, {bogus} recebem um endereço que não pode ser o deles ({address}).",
                "De {unregistered} nomes que não existem, {invented} recebem um endereço ({address}).",
                "As páginas não abrem, ou abre outra que você não pediu.",
                "Se você digita errado um endereço, chega a uma página que não pediu.",
                "Também muda o que respondem os servidores públicos ({public}): acontece no caminho e não no seu computador.",
            ],
            steps: &[
                step(
                    "Abra uma página qualquer no navegador. Se aparecer um aviso da sua operadora ou a página de acesso de um hotel, leia. Não instale nada nem digite senhas do banco ou do e-mail. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Procure “DNS” nas configurações do navegador, ative “DNS seguro” (criptografado) e escolha um provedor da lista: ninguém no caminho poderá mudar as respostas. Essa empresa verá então quais nomes você procura. (2 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, os sites conhecidos recebem o endereço deles e os nomes que não existem, nenhum.",
            tell_provider: &[
                "Em {date} às {time}, o servidor de nomes que eu uso ({resolver}) deu o endereço {address} a nomes aos quais ele não corresponde.",
                "De {real} sites conhecidos mudou {bogus}.",
                "De {unregistered} nomes inexistentes respondeu {invented}: desativem esse redirecionamento na minha linha.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let state = answers(case)?;
    let rewrites = |own: &ResolverState| own.bogus >= BOGUS && own.bogus * 2 >= own.real;
    let invents =
        |own: &ResolverState| own.invented >= INVENTED && own.invented * 2 > own.unregistered;
    let count = |count: u32| Argument::Count(u64::from(count));
    let (severity, own, mut arguments) = if let Some(own) = state.configured().find(|r| rewrites(r))
    {
        (Severity::Hard, own, vec![("real", count(own.real)), ("bogus", count(own.bogus))])
    } else if let Some(own) = state.configured().find(|r| invents(r)) {
        let counts =
            vec![("unregistered", count(own.unregistered)), ("invented", count(own.invented))];
        (Severity::Hint, own, counts)
    } else {
        return Ok(Verdict::Pass);
    };
    arguments.push(("resolver", Argument::Ip(own.ip)));
    if let Some(address) = own.bogus_ip.filter(|_| severity == Severity::Hard).or(own.invented_ip) {
        arguments.push(("address", Argument::Ip(address)));
    }
    if let Some(public) = state.public().find(|r| rewrites(r) || invents(r)) {
        arguments.push(("public", Argument::Ip(public.ip)));
    }
    Ok(Verdict::Found(Finding {
        severity,
        confidence: 0.9,
        arguments,
        evidence: &["names.resolvers"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::names::{Answer, Kind};
    use crate::rules::testing::{Changed, ip, severity};

    /// The first so many names of a kind get this address, at every resolver or at the system's.
    fn rewritten(kind: Kind, first: usize, everywhere: bool) -> Changed {
        Changed::healthy_wifi().names(|names| {
            for resolver in &mut names.resolvers {
                if everywhere || resolver.role.is_configured() {
                    let of_kind = resolver.lookups.iter_mut().filter(|lookup| lookup.kind == kind);
                    for lookup in of_kind.take(first) {
                        lookup.answer = Answer::Addresses;
                        lookup.addresses = vec![ip("192.168.1.1")];
                    }
                }
            }
        })
    }

    #[test]
    fn an_address_for_nothing_is_a_hint_and_a_wrong_one_for_a_site_is_no_service() {
        for everywhere in [false, true] {
            for (kind, first, expected) in [
                (Kind::Unregistered, 1, None),
                (Kind::Unregistered, 2, Some(Severity::Hint)),
                (Kind::Unregistered, 3, Some(Severity::Hint)),
                (Kind::Real, 1, None),
                (Kind::Real, 2, Some(Severity::Hard)),
                (Kind::Real, 4, Some(Severity::Hard)),
                // A zone may have an address for every name in it.
                (Kind::Unique, 10, None),
            ] {
                let evidence = rewritten(kind, first, everywhere);
                assert_eq!(severity(&RULE, &evidence), expected, "{kind:?} {first} {everywhere}");
            }
        }
    }
}
