/* all.ts - every test in one process: the library takes seconds to load. */
import './config.test';
import './container.test';
import './monitoring.test';
import './network.test';
import './security.test';
import './vpc.test';
