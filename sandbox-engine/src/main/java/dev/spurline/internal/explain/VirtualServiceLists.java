// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.explain.RouteList.Closeness;
import dev.spurline.internal.routing.EgressSidecars;
import dev.spurline.internal.routing.MeshDefaults;
import dev.spurline.internal.routing.ObjectRevision;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.VirtualMatches;
import dev.spurline.internal.routing.Visibility;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectAge;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the VirtualServices that are for a host, and tells of those that a caller does not see. */
final class VirtualServiceLists {

    private final Survey survey;
    private final RuleCaller caller;
    private final RequestView request;
    private final ExplanationDraft draft;
    private final List<String> usual;

    VirtualServiceLists(Survey survey, RuleCaller caller, RequestView request, ExplanationDraft draft) {
        this.survey = survey;
        this.caller = caller;
        this.request = request;
        this.draft = draft;
        this.usual = MeshDefaults.exportTo(survey);
    }

    /** Returns those that a caller sees, for a host that is known by its full name. */
    List<RouteList> on(IstioServiceHost host) {
        List<RouteList> lists = new ArrayList<>();
        for (GenericKubernetesResource object : survey.all(CustomKind.VIRTUAL_SERVICE)) {
            int precision = precision(object, host);
            if (precision > 0) {
                Optional<String> hidden = hidden(object, host);
                hidden.ifPresent(reason -> draft.passOver(SandboxRoute.title(object), reason));
                if (hidden.isEmpty()) {
                    lists.add(list(object, precision));
                }
            }
        }
        return lists;
    }

    private static int precision(GenericKubernetesResource object, IstioServiceHost host) {
        int best = 0;
        for (JsonNode own : spec(object).path("hosts")) {
            best = Math.max(
                    best, host.precision(own.asText(), object.getMetadata().getNamespace()));
        }
        return best;
    }

    private static JsonNode spec(GenericKubernetesResource object) {
        return JsonTrees.tree(object).path("spec");
    }

    private Optional<String> hidden(GenericKubernetesResource object, IstioServiceHost host) {
        if (!VirtualMatches.inMesh(spec(object).path("gateways"))) {
            return Optional.of("is for gateways %s, and not for pods"
                    .formatted(names(spec(object).path("gateways"))));
        }
        return unseen(object).or(() -> keptBySidecar(object, host.name()));
    }

    /** Returns why a namespace does not see an object, whatever host it is for. */
    Optional<String> unseen(GenericKubernetesResource object) {
        if (!ObjectRevision.of(survey).isRead(object)) {
            return Optional.of("is read by another revision of Istio alone (label %s)".formatted(ObjectRevision.LABEL));
        }
        return Visibility.of(object, caller.namespace(), usual) == Visibility.HIDDEN
                ? Optional.of("caller's namespace [%s] is not in its exportTo %s"
                        .formatted(caller.namespace(), exportTo(object)))
                : Optional.empty();
    }

    private List<String> exportTo(GenericKubernetesResource object) {
        List<String> own = names(spec(object).path("exportTo"));
        return own.isEmpty() ? usual : own;
    }

    private Optional<String> keptBySidecar(GenericKubernetesResource object, String host) {
        return new EgressSidecars(survey)
                .hiding(
                        caller.namespace(),
                        labels(),
                        request.port(),
                        object.getMetadata().getNamespace(),
                        host)
                .map(sidecar -> "%s does not import it for the caller".formatted(SandboxRoute.title(sidecar)));
    }

    private Map<String, String> labels() {
        return caller.labels().orElse(Map.of());
    }

    static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Returns the list of an object that the caller sees. */
    RouteList list(GenericKubernetesResource object, int precision) {
        VirtualServiceRules rules = VirtualServiceRules.of(object, caller, request, new DelegateFinder(survey));
        return new RouteList(
                SandboxRoute.title(object),
                precision,
                closeness(object),
                ObjectAge.created(object),
                object.getMetadata().getName(),
                object.getMetadata().getNamespace(),
                spec(object).path("http").isEmpty(),
                rules.told(),
                rules.untold());
    }

    private Closeness closeness(GenericKubernetesResource object) {
        return switch (Visibility.of(object, caller.namespace(), usual)) {
            case PRIVATE -> Closeness.PRIVATE;
            case BY_NAME -> Closeness.BY_NAME;
            case PUBLIC, HIDDEN -> Closeness.PUBLIC;
        };
    }

    /**
     * Returns those for another spelling than the full name, which is no Service to Istio: a host of its own, at port 80 alone
     * (buildSidecarVirtualHostsForVirtualService in route.go).
     */
    List<RouteList> spelled(String host) {
        List<RouteList> lists = new ArrayList<>();
        for (GenericKubernetesResource object : survey.all(CustomKind.VIRTUAL_SERVICE)) {
            boolean named = names(spec(object).path("hosts")).stream()
                    .anyMatch(own -> own.contains(".")
                            && own.equalsIgnoreCase(host)
                            && IstioServiceHost.service(own, survey).isEmpty());
            if (named
                    && VirtualMatches.inMesh(spec(object).path("gateways"))
                    && unseen(object).isEmpty()) {
                lists.add(list(object, IstioServiceHost.EXACT));
            }
        }
        return lists;
    }
}
