// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/**
 * A route object of a sandbox, still without labels.
 *
 * @param kind its kind
 * @param object the object
 * @param service the baseline's Service that it is attached to
 * @param ports the ports it is attached to; empty means all of the Service
 * @param envoyNames the names of its rules with the key in Envoy's route dump
 * @param probe whether it answers probes
 * @param part its place among the parts of a route that is split, from 0: they are made one after the other
 * @param sentence what it does
 */
public record RouteObject(
        CustomKind kind,
        GenericKubernetesResource object,
        String service,
        List<Integer> ports,
        List<String> envoyNames,
        boolean probe,
        int part,
        String sentence) {

    /** Copies the lists. */
    public RouteObject {
        ports = List.copyOf(ports);
        envoyNames = List.copyOf(envoyNames);
    }
}
