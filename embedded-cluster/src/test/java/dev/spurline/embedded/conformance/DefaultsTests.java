// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the server fills in.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/">what Kubernetes says</a>
 */
@Tag("api")
class DefaultsTests extends ConformanceTestCase {

    @Test
    void deployments() {
        post(
                        "apps/v1:deployments",
                        "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'d'},spec:{replicas:0,selector:{matchLabels:{app:'d'}},template:{metadata:{labels:{app:'d'}},spec:{containers:[{name:'main',image:'x'}]}}}}")
                .status(201)
                .at("/spec/strategy/type", "RollingUpdate")
                .at("/spec/strategy/rollingUpdate/maxSurge", "25%")
                .at("/spec/strategy/rollingUpdate/maxUnavailable", "25%")
                .at("/spec/revisionHistoryLimit", 10)
                .at("/spec/progressDeadlineSeconds", 600)
                .at("/spec/template/spec/restartPolicy", "Always")
                .at("/spec/template/spec/dnsPolicy", "ClusterFirst")
                .at("/spec/template/spec/schedulerName", "default-scheduler")
                .at("/spec/template/spec/terminationGracePeriodSeconds", 30)
                .at("/spec/template/spec/securityContext", "{}")
                .at("/spec/template/spec/containers/0/imagePullPolicy", "Always")
                .at("/spec/template/spec/containers/0/terminationMessagePath", "/dev/termination-log")
                .at("/spec/template/spec/containers/0/terminationMessagePolicy", "File")
                .at("/spec/template/spec/containers/0/resources", "{}");
    }

    @Test
    void pods() {
        post("pods", pod("p", ",ports:[{containerPort:8080}],readinessProbe:{httpGet:{path:'/',port:8080}}"))
                .status(201)
                .at("/spec/containers/0/imagePullPolicy", "IfNotPresent")
                .at("/spec/containers/0/ports/0/protocol", "TCP")
                .at("/spec/containers/0/readinessProbe/periodSeconds", 10)
                .at("/spec/containers/0/readinessProbe/failureThreshold", 3)
                .at("/spec/containers/0/readinessProbe/successThreshold", 1)
                .at("/spec/containers/0/readinessProbe/timeoutSeconds", 1)
                .at("/spec/containers/0/readinessProbe/httpGet/scheme", "HTTP")
                .at("/status/phase", "Pending")
                .at("/status/qosClass", "BestEffort")
                .at("/spec/enableServiceLinks", "true");
    }

    @Test
    @Unverified("no real server was at hand; Kubernetes' sources say so")
    void volumes() {
        post(
                        "pods",
                        "{apiVersion:'v1',kind:'Pod',metadata:{name:'v'},spec:{containers:[{name:'main',image:'x'}],volumes:[{name:'i',iscsi:{targetPortal:'10.0.0.1:3260',iqn:'iqn.2001-04.com.example:storage',lun:0}},{name:'a',azureDisk:{diskName:'d',diskURI:'https://blob/d.vhd'}}]}}")
                .status(201)
                .at("/spec/volumes/0/iscsi/iscsiInterface", "default")
                .at("/spec/volumes/1/azureDisk/cachingMode", "ReadWrite")
                .at("/spec/volumes/1/azureDisk/fsType", "ext4")
                .at("/spec/volumes/1/azureDisk/kind", "Shared")
                .at("/spec/volumes/1/azureDisk/readOnly", "false");
    }

    @Test
    void qualityOfService() {
        post("pods", pod("b", ",resources:{requests:{cpu:'1'}}")).at("/status/qosClass", "Burstable");
        post("pods", pod("g", ",resources:{limits:{cpu:'1',memory:'1Mi'}}"))
                .at("/status/qosClass", "Guaranteed")
                .at("/spec/containers/0/resources/requests/cpu", "1")
                .at("/spec/containers/0/resources/requests/memory", "1Mi");
    }

    @Test
    void services() {
        post("services", "{apiVersion:'v1',kind:'Service',metadata:{name:'s'},spec:{ports:[{port:80}]}}")
                .status(201)
                .at("/spec/type", "ClusterIP")
                .at("/spec/sessionAffinity", "None")
                .at("/spec/ports/0/protocol", "TCP")
                .at("/spec/ports/0/targetPort", 80)
                .at("/spec/ipFamilies/0", "IPv4")
                .at("/spec/ipFamilyPolicy", "SingleStack")
                .at("/spec/internalTrafficPolicy", "Cluster")
                .at("/status/loadBalancer", "{}");
        post(
                        "services",
                        "{apiVersion:'v1',kind:'Service',metadata:{name:'h'},spec:{clusterIP:'None',ports:[{port:80}]}}")
                .status(201)
                .at("/spec/clusterIP", "None")
                .at("/spec/clusterIPs/0", "None");
    }

    @Test
    void jobs() {
        post(
                        "batch/v1:jobs",
                        "{apiVersion:'batch/v1',kind:'Job',metadata:{name:'j'},spec:{suspend:true,template:{spec:{restartPolicy:'Never',containers:[{name:'main',image:'x:1'}]}}}}")
                .status(201)
                .at("/spec/backoffLimit", 6)
                .at("/spec/completions", 1)
                .at("/spec/parallelism", 1)
                .at("/spec/completionMode", "NonIndexed")
                .at("/spec/manualSelector", "false")
                .at("/spec/podReplacementPolicy", "TerminatingOrFailed")
                .present("/spec/selector/matchLabels/batch.kubernetes.io~1controller-uid")
                .at("/spec/template/metadata/labels/batch.kubernetes.io~1job-name", "j");
    }

    @Test
    void secretsTakeStrings() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'},stringData:{k:'v'}}")
                .status(201)
                .at("/data/k", "dg==")
                .absent("/stringData");
    }
}
