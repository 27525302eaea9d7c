// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxException;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import java.util.List;

/** Explains which rule of the mesh decides about a request. */
public final class RequestExplainer {

    private final Survey survey;
    private final MeshRequest request;
    private final ExplanationDraft draft;

    private RequestExplainer(Survey survey, MeshRequest request) {
        this.survey = survey;
        this.request = request;
        this.draft = new ExplanationDraft(request);
    }

    /**
     * Explains a request.
     *
     * @param survey what was read, of the namespace of the called Service at least
     * @throws SandboxException if there is no such Service or port
     */
    public static Explanation explain(MeshRequest request, Survey survey) {
        return new RequestExplainer(survey, request).explain();
    }

    private Explanation explain() {
        if (request.atGateway()) {
            return new GatewayExplainer(survey, request, draft.knowing(survey)).explain();
        }
        CalledPort called = CalledPort.of(request, survey);
        RuleCaller caller = RuleCaller.of(request, called.namespace(), survey);
        if (!called.port().http()) {
            return unrouted(
                    called,
                    caller,
                    "port [%d] of Service [%s] is not read as HTTP, so that no route counts there"
                            .formatted(called.port().number(), called.name()));
        }
        return switch (survey.mesh()) {
            case NONE -> unrouted(called, caller, "no mesh routes requests here");
            case ENVOY -> new OverridesExplainer(survey, request, called, caller, draft).explain();
            case ISTIO_AMBIENT -> new WaypointExplainer(survey, request, called, draft.knowing(survey)).explain();
            case ISTIO, LINKERD ->
                caller.lacksProxy(survey)
                        ? unrouted(called, caller, "caller %s has no proxy of the mesh".formatted(caller))
                        : routed(called, caller);
        };
    }

    private Explanation routed(CalledPort called, RuleCaller caller) {
        draft.knowing(survey);
        if (caller.workload().isPresent() && caller.pod().isEmpty()) {
            draft.unknown(
                    "no ready pod of caller %s was read: it is taken for one with a proxy, and what is for labels of its pods is passed over"
                            .formatted(caller));
        }
        return survey.mesh() == ServiceMesh.LINKERD
                ? new LinkerdExplainer(survey, request, called, caller, draft).explain()
                : new IstioExplainer(survey, request, called, caller, draft).explain();
    }

    private Explanation unrouted(CalledPort called, RuleCaller caller, String reason) {
        Failures failures = survey.mesh() == ServiceMesh.LINKERD ? Failures.LINKERD : Failures.ISTIO;
        return draft.undecided(
                "to the Service itself, because " + reason,
                TargetFinder.action(List.of(new TargetFinder(survey, caller).find(called.itself(), failures))));
    }
}
