package org.vexfs.trace.manager;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar, and what it runs on. */
final class ManagerVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ManagerVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "vexfs-trace " + (version == null ? "of a build without a jar" : version),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.version")
        };
    }
}
