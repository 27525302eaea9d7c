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
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.internal.text.Nearest;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A port of a Service of the baseline, as a test names it.
 *
 * @param service the Service
 * @param port the port
 * @param named whether the test named the port
 */
record ServiceTarget(Service service, ServicePort port, boolean named) {

    /**
     * Finds what a text names.
     *
     * @param text {@code name} or {@code name:port}
     * @param namespace where the Services are, for messages
     * @param services the Services
     * @throws SandboxException if there is no such Service or port
     */
    static ServiceTarget find(String text, String namespace, Collection<Service> services) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        List<String> names = services.stream()
                .map(service -> service.getMetadata().getName())
                .sorted()
                .toList();
        Service service = services.stream()
                .filter(candidate -> candidate.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new SandboxException("There is no Service [%s] in namespace [%s]%s"
                        .formatted(
                                name,
                                namespace,
                                Nearest.to(name, names)
                                        .map(": did you mean [%s]?"::formatted)
                                        .orElse("; there are " + names))));
        Optional<String> port = colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        return new ServiceTarget(service, port(service, port), port.isPresent());
    }

    private static ServicePort port(Service service, Optional<String> wanted) {
        List<ServicePort> ports = service.getSpec().getPorts();
        return ports.stream()
                .filter(port -> wanted.map(
                                text -> text.equals(port.getName()) || text.equals(String.valueOf(port.getPort())))
                        .orElse(http(port) || ports.size() == 1))
                .findFirst()
                .or(() -> wanted.isPresent() ? Optional.empty() : ports.stream().findFirst())
                .orElseThrow(() -> new SandboxException("Service [%s] in namespace [%s] has no port [%s]; it has %s"
                        .formatted(
                                service.getMetadata().getName(),
                                service.getMetadata().getNamespace(),
                                wanted.orElse(""),
                                ports.stream().map(ServiceTarget::describe).toList())));
    }

    private static boolean http(ServicePort port) {
        return "http".equals(port.getAppProtocol())
                || (port.getName() != null
                        && (port.getName().equals("http") || port.getName().startsWith("http-")));
    }

    private static String describe(ServicePort port) {
        return port.getName() == null ? String.valueOf(port.getPort()) : port.getName() + "/" + port.getPort();
    }

    String name() {
        return service.getMetadata().getName();
    }

    String namespace() {
        return service.getMetadata().getNamespace();
    }
}
