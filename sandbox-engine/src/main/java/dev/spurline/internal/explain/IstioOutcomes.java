// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.survey.Survey;

/** Tells what a rule does with a request, to Istio's proxies. */
final class IstioOutcomes {

    private IstioOutcomes() {}

    static RouteAction of(ExplainedRule rule, RequestView request, RuleCaller caller, Survey survey) {
        return switch (rule.form()) {
            case VIRTUAL_SERVICE -> new VirtualServiceAction(rule, request, caller, survey).read();
            case GATEWAY_API -> GatewayApiAction.read(rule, new TargetFinder(survey, caller));
        };
    }
}
