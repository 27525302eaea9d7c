// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.embedded.routing.RoutingTarget.ReceivedRequest;
import dev.spurline.embedded.routing.RoutingTarget.RoutingAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a caller and a workload see of a request that does not differ each time it is sent.
 *
 * @param workload who has answered; none if it was a proxy
 * @param rule the name of the rule that has decided
 * @param body of an answer of a proxy
 */
record CaseAnswer(
        int status,
        Optional<String> workload,
        Optional<String> rule,
        String body,
        Map<String, List<String>> headers,
        Optional<ReceivedRequest> received) {

    private static final String FORK = " (fork)";

    /** What is different in each request, and what carries a key. */
    private static final Set<String> EACH_TIME = Set.of(
            "date",
            "content-length",
            "x-envoy-upstream-service-time",
            "x-request-id",
            "x-routing-case",
            "baggage",
            "x-spurline-key");

    static CaseAnswer of(RoutingAnswer answer) {
        return new CaseAnswer(
                answer.status(),
                answer.workload(),
                answer.rule(),
                answer.workload().isPresent() ? "" : answer.body(),
                lasting(answer.headers()),
                answer.received()
                        .map(got -> new ReceivedRequest(got.method(), got.host(), got.path(), lasting(got.headers()))));
    }

    private static Map<String, List<String>> lasting(Map<String, List<String>> headers) {
        Map<String, List<String>> lasting = new TreeMap<>(headers);
        lasting.keySet().removeAll(EACH_TIME);
        return lasting;
    }

    /** Returns how the fork of a workload calls itself. */
    static String fork(String workload) {
        return workload + FORK;
    }

    /** Returns whether a workload calls itself a fork. */
    static boolean isFork(String workload) {
        return workload.endsWith(FORK);
    }

    /** Returns the same answer by the fork of a workload, if that has answered, or one behind the same Service. */
    CaseAnswer withFork(Set<String> beside, String forked) {
        return new CaseAnswer(
                status,
                workload.map(name -> beside.contains(name) ? fork(forked) : name),
                rule,
                body,
                headers,
                received);
    }

    /** Returns the same by another rule: names of rules may be different where Spurline has repeated them. */
    CaseAnswer withoutRule() {
        return new CaseAnswer(status, workload, Optional.empty(), body, headers, received);
    }
}
