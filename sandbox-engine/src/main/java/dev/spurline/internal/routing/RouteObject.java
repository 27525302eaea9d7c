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
