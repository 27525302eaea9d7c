// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.CustomKind;
import java.util.List;

/**
 * A route object of a sandbox.
 *
 * @param kind its kind
 * @param namespace its namespace
 * @param name its name
 * @param service the baseline's Service that it is attached to
 * @param ports the ports it is attached to; empty means all of the Service
 * @param envoyNames the names under which its rules with the key appear in Envoy's route dump; all are there once it is live
 * @param probe whether one of its rules answers key + {@code x-spurline-probe} with a redirect of the proxy itself
 * @param audience whose proxies follow it
 */
public record PlannedRoute(
        CustomKind kind,
        String namespace,
        String name,
        String service,
        List<Integer> ports,
        List<String> envoyNames,
        boolean probe,
        Audience audience) {

    /** Copies the lists. */
    public PlannedRoute {
        ports = List.copyOf(ports);
        envoyNames = List.copyOf(envoyNames);
    }
}
