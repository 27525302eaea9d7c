// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Random;

/** VirtualServices with rules of their own, public nearly always, of the Service's namespace and of others; some lead to delegates. */
final class VirtualServiceShadowStyleModel extends VirtualServiceModel {

    @Override
    public RouteWriter writer(Random random, ServiceMesh mesh, List<Integer> ports) {
        VirtualServiceRandom objects = new VirtualServiceRandom(random, ports);
        return (namespace, service, created) -> {
            GenericKubernetesResource object = objects.object(namespace, service, created, exportTo(random));
            return random.nextInt(4) == 0 ? objects.delegate(object) : object;
        };
    }

    private static String exportTo(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "{exportTo: ['.']}";
            case 1 -> "{exportTo: [web]}";
            case 2, 3 -> "{exportTo: ['*', web]}";
            default -> "{}";
        };
    }
}
