// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mesh that routing cases are asked of. */
public interface RoutingTarget extends AutoCloseable {

    /** Returns what to call it. */
    String name();

    /**
     * Makes the workloads and objects of a scenario; those of the one before are gone. The proxies know all when this returns.
     *
     * @throws Exception if the cluster takes one of them not, or if the proxies do not learn of them in time
     */
    void enter(RoutingScenario scenario) throws Exception;

    /** Sends the request of a case of the entered scenario, and returns what came of it. */
    RoutingAnswer ask(RoutingCase each) throws Exception;

    /** Returns the lines of the caller's route table for the host of a request. */
    List<String> table(RoutingCase each) throws Exception;

    @Override
    void close();

    /**
     * What came of a request.
     *
     * @param workload the one that has answered, if one has
     * @param rule the rule by which the proxy has decided; empty where the target does not tell
     * @param received what the workload got
     * @param mirrored the other workloads that got the request
     */
    record RoutingAnswer(
            int status,
            Optional<String> workload,
            Optional<String> rule,
            String body,
            Map<String, List<String>> headers,
            Optional<ReceivedRequest> received,
            List<String> mirrored) {

        /** Returns the same answer with what is known of the rule. */
        RoutingAnswer with(Optional<String> known) {
            return new RoutingAnswer(status, workload, known, body, headers, received, mirrored);
        }
    }

    /**
     * A request as it reached a workload.
     *
     * @param headers by their names in small letters
     */
    record ReceivedRequest(String method, String host, String path, Map<String, List<String>> headers) {}
}
