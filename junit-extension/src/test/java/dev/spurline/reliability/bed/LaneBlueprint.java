/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.reliability.bed;

import dev.spurline.Blueprint;
import dev.spurline.ClusterSpec;
import dev.spurline.engine.CallingPod;
import dev.spurline.engine.TwoHops;
import java.util.List;

/** Lanes in one cluster. In those with foreign routes, a rule tells {@code back} which requests are express. */
public final class LaneBlueprint implements Blueprint {

    private final List<Lane> lanes;

    LaneBlueprint(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    @Override
    public void describe(ClusterSpec cluster) {
        TwoHops.images(cluster.images());
        cluster.namespace(lanes.get(0).home());
        for (Lane lane : lanes) {
            for (String namespace : lane.namespaces()) {
                cluster.manifests(
                        TwoHops.namespace(namespace),
                        TwoHops.workload(namespace, "front"),
                        TwoHops.workload(namespace, "back"),
                        CallingPod.to(namespace, "front", "http"));
                if (lane.foreign()) {
                    cluster.manifests(express(namespace));
                }
                cluster.ingress(namespace + "/" + CallingPod.name("front"));
            }
        }
    }

    private static String express(String namespace) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: back-tracks, namespace: %s, labels: {team: others}}
                spec:
                  parentRefs: [{group: "", kind: Service, name: back, port: 80}]
                  rules:
                  - matches: [{path: {type: PathPrefix, value: /express}}]
                    filters:
                    - type: RequestHeaderModifier
                      requestHeaderModifier: {set: [{name: x-track, value: express}]}
                    backendRefs: [{name: back, port: 80}]
                  - backendRefs: [{name: back, port: 80}]
                """.formatted(namespace);
    }
}
