// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxException;
import dev.spurline.internal.routing.GatewayVirtualService;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Explains what the proxy of an ingress gateway of Istio does: other than pods' proxies it joins the rules of all VirtualServices for
 * a host, and asks those for everything last (pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig; route.go:
 * SortVHostRoutes).
 */
final class GatewayExplainer {

    private static final int HTTP = 80;

    private final Survey survey;
    private final RuleCaller gateway;
    private final RequestView request;
    private final ExplanationDraft draft;
    private final GatewayServers servers;

    GatewayExplainer(Survey survey, MeshRequest asked, ExplanationDraft draft) {
        String[] address = asked.address().split(":", 2);
        this.request = RequestView.of(asked, address[0], address.length == 1 ? HTTP : port(asked, address[1]));
        RuleCaller caller = RuleCaller.of(asked, survey.namespace(), survey);
        this.survey = survey;
        this.draft = draft;
        this.servers = new GatewayServers(survey, caller.labels(), request.port());
        this.gateway = caller.at(servers.gateways());
    }

    private static int port(MeshRequest asked, String text) {
        if (!text.matches("\\d{1,5}")) {
            throw new SandboxException(
                    "Address [%s] of a request at gateway [%s] has the port [%s]: write the number of a port that its Service opens, as [:80], or none for 80"
                            .formatted(asked.address(), asked.caller().orElse(""), text));
        }
        return Integer.parseInt(text);
    }

    Explanation explain() {
        if (gateway.pod().isEmpty()) {
            draft.unknown(
                    "no ready pod of gateway %s was read: each Gateway that opens the port is taken for its own, and rules for labels of its pods are passed over"
                            .formatted(gateway));
        }
        Optional<String> name = gateway.labels().map(labels -> labels.get(GatewayApiGateway.LABEL));
        if (name.isPresent()) {
            GatewayApiGateway listeners =
                    new GatewayApiGateway(survey, gateway.namespace(), name.get(), request, draft);
            if (listeners.hasRoutes()) {
                return explain(listeners);
            }
        }
        return explain(virtualHosts());
    }

    private Explanation explain(GatewayApiGateway listeners) {
        draft.unknown("listeners of %s are not read: their hosts and ports, and whose routes they let in"
                .formatted(listeners.title()));
        return decide(listeners.rules(), "route on " + listeners.title());
    }

    /** Returns the VirtualServices for each host, in the order in which their rules are joined. */
    private Map<String, List<RouteList>> virtualHosts() {
        VirtualServiceLists services = new VirtualServiceLists(survey, gateway, request, draft);
        Map<String, List<RouteList>> hosts = new HashMap<>();
        Map<RouteList, Set<String>> domains = new TreeMap<>(RouteList.BY_RANK);
        for (GenericKubernetesResource object : survey.all(CustomKind.VIRTUAL_SERVICE)) {
            Set<String> own = domains(object);
            Optional<String> unseen = own.isEmpty() ? Optional.empty() : services.unseen(object);
            unseen.ifPresent(reason -> draft.passOver(SandboxRoute.title(object), reason));
            if (!own.isEmpty() && unseen.isEmpty()) {
                RouteList list = services.list(object, IstioServiceHost.EXACT);
                if (!list.rules().isEmpty()) {
                    domains.put(list, own);
                }
            }
        }
        domains.forEach((list, own) -> own.forEach(
                host -> hosts.computeIfAbsent(host, name -> new ArrayList<>()).add(list)));
        return hosts;
    }

    private Set<String> domains(GenericKubernetesResource object) {
        Set<String> bound = new LinkedHashSet<>(GatewayVirtualService.gateways(object));
        bound.retainAll(gateway.gateways());
        return servers.domains(bound, object.getMetadata().getNamespace(), GatewayVirtualService.hosts(object, survey));
    }

    private Explanation explain(Map<String, List<RouteList>> hosts) {
        Optional<String> domain = GatewayServers.closest(hosts.keySet(), request.host());
        if (domain.isEmpty()) {
            return draft.undecided(
                    "no VirtualService is for host [%s] at Gateways %s, port [%d]"
                            .formatted(request.host(), servers.gateways(), request.port()),
                    RouteAction.answer(404));
        }
        List<RouteList> lists = hosts.getOrDefault(domain.get(), List.of());
        lists.forEach(list -> list.untold().forEach(rule -> draft.passOver(rule.rule(), rule.reason())));
        return decide(joined(lists), "VirtualService for host [%s]".formatted(domain.get()));
    }

    private static List<ExplainedRule> joined(List<RouteList> lists) {
        List<ExplainedRule> rules =
                lists.stream().flatMap(GatewayExplainer::untilTheEnd).toList();
        return Stream.concat(
                        rules.stream().filter(rule -> !rule.takesAll()),
                        rules.stream().filter(ExplainedRule::takesAll))
                .toList();
    }

    /** What stands behind a rule for everything is not sent to the proxy. */
    private static Stream<ExplainedRule> untilTheEnd(RouteList list) {
        List<ExplainedRule> told = new ArrayList<>();
        for (ExplainedRule rule : list.rules()) {
            told.add(rule);
            if (rule.takesAll()) {
                break;
            }
        }
        return told.stream();
    }

    private Explanation decide(List<ExplainedRule> rules, String what) {
        return draft.firstThatTakes(rules)
                .map(rule -> draft.decided(rule, IstioOutcomes.of(rule, request, gateway, survey)))
                .orElseGet(() -> draft.undecided(
                        "no rule of a %s takes it, and nothing else is asked".formatted(what),
                        RouteAction.answer(404)));
    }
}
