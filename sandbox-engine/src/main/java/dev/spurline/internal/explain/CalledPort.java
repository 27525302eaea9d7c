// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.MeshRequest;
import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;

/**
 * The port of a Service that a request is sent to.
 *
 * @param service the Service
 * @param port its port
 * @param host the host as the caller writes it
 */
record CalledPort(Service service, ServicePorts.Port port, String host) {

    /**
     * Finds what a request is sent to.
     *
     * @throws SandboxException if there is no such Service or port
     */
    static CalledPort of(MeshRequest request, Survey survey) {
        CalledAddress address = CalledAddress.of(request, survey::namespace);
        Service service = survey.services().stream()
                .filter(address::means)
                .findFirst()
                .orElseThrow(() -> unknown(address, survey));
        List<ServicePorts.Port> ports = new ServicePorts(survey.mesh()).of(service);
        ServicePorts.Port port = port(address, ports)
                .orElseThrow(() -> new SandboxException("Service [%s/%s] has no port [%s]; it has %s"
                        .formatted(
                                address.namespace(),
                                address.service(),
                                address.port().orElse(""),
                                ports.stream()
                                        .map(known -> known.name().isEmpty()
                                                ? String.valueOf(known.number())
                                                : known.name() + "/" + known.number())
                                        .toList())));
        return new CalledPort(service, port, address.host());
    }

    private static SandboxException unknown(CalledAddress address, Survey survey) {
        List<String> names = survey.services().stream()
                .map(service -> service.getMetadata().getNamespace() + "/"
                        + service.getMetadata().getName())
                .sorted()
                .toList();
        return new SandboxException("There is no Service [%s] in namespace [%s]%s"
                .formatted(
                        address.service(),
                        address.namespace(),
                        NearestName.to(address.namespace() + "/" + address.service(), names)
                                .map(": did you mean [%s]?"::formatted)
                                .orElse("; there are " + names)));
    }

    /** Without a port, the one that requests are read on, if there is one, as a caller without a port has to know it anyway. */
    private static Optional<ServicePorts.Port> port(CalledAddress address, List<ServicePorts.Port> ports) {
        if (address.port().isPresent()) {
            String wanted = address.port().get();
            return ports.stream()
                    .filter(port -> wanted.equals(port.name()) || wanted.equals(String.valueOf(port.number())))
                    .findFirst();
        }
        return ports.stream()
                .filter(ServicePorts.Port::http)
                .findFirst()
                .or(() -> ports.stream().findFirst());
    }

    /** Returns namespace and name of the Service, as {@code namespace/name}. */
    String name() {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    /** Returns whether the port says that what comes there is HTTP/1. */
    boolean declaresHttp() {
        return service.getSpec().getPorts().stream()
                .anyMatch(known -> known.getPort() == port.number() && "http".equalsIgnoreCase(known.getAppProtocol()));
    }

    String namespace() {
        return service.getMetadata().getNamespace();
    }

    /** Returns the Service itself as where requests go. */
    TargetFinder.Named itself() {
        return new TargetFinder.Named(name(), port.number(), "", 1);
    }
}
