// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The variables by which a pod finds Services, named as the kubelet names them.
 *
 * <p>Source: {@code pkg/kubelet/envvars/envvars.go}.
 */
final class ServiceEnvironment {

    private static final String HOST = "127.0.0.1";

    private final ToIntFunction<ServicePort> localPorts;
    private final Map<String, String> variables = new TreeMap<>();

    private ServiceEnvironment(ToIntFunction<ServicePort> localPorts) {
        this.localPorts = localPorts;
    }

    /**
     * Computes the variables.
     *
     * @param services those that the pod sees
     * @param localPorts where the pod really reaches a port
     */
    static Map<String, String> of(Collection<MeshService> services, ToIntFunction<ServicePort> localPorts) {
        ServiceEnvironment environment = new ServiceEnvironment(localPorts);
        services.stream().filter(MeshService::hasClusterIp).forEach(environment::add);
        return environment.variables;
    }

    private void add(MeshService service) {
        String prefix = variable(service.name());
        boolean first = true;
        variables.put(prefix + "_SERVICE_HOST", HOST);
        for (MeshService.Port port : service.ports()) {
            int local = localPort(service, port);
            if (first) {
                variables.put(prefix + "_SERVICE_PORT", String.valueOf(local));
                variables.put(prefix + "_PORT", url(port, local));
                first = false;
            }
            if (!port.name().isEmpty()) {
                variables.put(prefix + "_SERVICE_PORT_" + variable(port.name()), String.valueOf(local));
            }
            addLink(prefix + "_PORT_" + port.number() + "_" + port.transport().toUpperCase(Locale.ROOT), port, local);
        }
    }

    /** The variables that Docker's links once had. */
    private void addLink(String prefix, MeshService.Port port, int local) {
        variables.put(prefix, url(port, local));
        variables.put(prefix + "_PROTO", port.transport().toLowerCase(Locale.ROOT));
        variables.put(prefix + "_PORT", String.valueOf(local));
        variables.put(prefix + "_ADDR", HOST);
    }

    /** What is no TCP passes no proxy and keeps its number. */
    private int localPort(MeshService service, MeshService.Port port) {
        return port.transport().equals("TCP")
                ? localPorts.applyAsInt(new ServicePort(service.namespace(), service.name(), port.number()))
                : port.number();
    }

    private static String url(MeshService.Port port, int local) {
        return port.transport().toLowerCase(Locale.ROOT) + "://" + HOST + ":" + local;
    }

    private static String variable(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
