// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import java.util.List;
import java.util.Random;

/** VirtualServices of others that say nothing of requests from pods: for gateways, for other hosts, and without http rules. */
final class VirtualServiceRootStyleModel extends VirtualServiceModel {

    @Override
    public RouteWriter writer(Random random, ServiceMesh mesh, List<Integer> ports) {
        VirtualServiceRandom objects = new VirtualServiceRandom(random, ports);
        return (namespace, service, created) -> switch (random.nextInt(3)) {
            case 0 -> objects.object(namespace, service, created, "{gateways: [public]}");
            case 1 -> objects.object(namespace, "elsewhere.example.com", created, "{}");
            default -> objects.object(namespace, service, created, "{http: [], tcp: [{route: []}]}");
        };
    }
}
