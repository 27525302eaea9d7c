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
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for Services. */
final class ServiceRules {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private final Faults faults;

    ServiceRules(Faults faults) {
        this.faults = faults;
    }

    void check(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode ports = spec.path("ports");
        boolean headless = spec.path("clusterIP").asText().equals("None");
        boolean external = spec.path("type").asText().equals("ExternalName");
        if (ports.isEmpty() && !headless && !external) {
            faults.add(Cause.required("spec.ports", ""));
        }
        if (external) {
            faults.present(spec.path("externalName"), "spec.externalName");
        }
        ports(ports);
        MetadataRules.labels(spec.path("selector"), "spec.selector", faults);
        faults.oneOf(spec.path("type"), "spec.type", TYPES);
        faults.oneOf(spec.path("sessionAffinity"), "spec.sessionAffinity", List.of("ClientIP", "None"));
    }

    private void ports(JsonNode ports) {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), "spec.ports[" + i + "]", ports.size() > 1);
        }
        faults.distinct(ports, "name", "spec.ports");
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            if (!numbers.add(port.path("protocol").asText() + port.path("port"))) {
                String shown = "{\"protocol\":" + port.path("protocol") + ",\"port\":" + port.path("port") + "}";
                faults.add(Cause.duplicate("spec.ports[" + i + "]", shown));
            }
        }
    }

    private void port(JsonNode port, String path, boolean named) {
        if (named && Scalars.isZero(port.path("name"))) {
            faults.add(Cause.required(path + ".name", ""));
        } else if (!Scalars.isZero(port.path("name"))) {
            faults.form(port.path("name").asText(), path + ".name", Names::label);
        }
        faults.port(port.path("port"), path + ".port");
        faults.oneOf(port.path("protocol"), path + ".protocol", PROTOCOLS);
        JsonNode target = port.path("targetPort");
        if (target.isTextual()) {
            faults.form(target.asText(), path + ".targetPort", Names::portName);
        } else if (target.isNumber()) {
            faults.port(target, path + ".targetPort");
        }
    }

    void change(JsonNode old, JsonNode object) {
        JsonNode before = old.path("spec").path("clusterIPs");
        JsonNode after = object.path("spec").path("clusterIPs");
        boolean wasExternal = old.path("spec").path("type").asText().equals("ExternalName");
        boolean isExternal = object.path("spec").path("type").asText().equals("ExternalName");
        boolean fixed = !wasExternal && !isExternal && !before.isEmpty();
        if (fixed && !before.path(0).equals(after.path(0))) {
            faults.add(Cause.invalid("spec.clusterIPs[0]", after.toString(), "may not change once set"));
        }
    }
}
