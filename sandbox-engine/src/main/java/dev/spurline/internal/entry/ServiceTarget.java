// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.text.NearestName;
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
     * @param name what the test wrote
     * @param services the Services of the sandbox's namespaces
     * @throws SandboxException if there is no such Service or port
     */
    static ServiceTarget find(ServiceName name, Collection<Service> services) {
        Service service = services.stream()
                .filter(name::means)
                .findFirst()
                .orElseThrow(() -> unknown(
                        name,
                        services.stream()
                                .map(there -> name.like(
                                        there.getMetadata().getNamespace(),
                                        there.getMetadata().getName()))
                                .sorted()
                                .toList()));
        return new ServiceTarget(
                service, port(service, name.port()), name.port().isPresent());
    }

    private static SandboxException unknown(ServiceName name, List<String> names) {
        return new SandboxException("There is no Service [%s] in namespace [%s]%s"
                .formatted(
                        name.name(),
                        name.namespace(),
                        NearestName.to(name.like(name.namespace(), name.name()), names)
                                .map(": did you mean [%s]?"::formatted)
                                .orElse("; there are " + names)));
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

    /** Returns {@code namespace/name}. */
    String title() {
        return namespace() + "/" + name();
    }
}
